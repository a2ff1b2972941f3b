import { desk, tended } from './pages.ts';
import { scene } from './scene.ts';
import { walk } from './tour.ts';

const at = scene('demo');
walk(at, { who: 'steward', pages: tended });
walk(at, { who: 'steward', pages: desk, closely: true });
