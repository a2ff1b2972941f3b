import { owned, trying, writing } from './pages.ts';
import { scene } from './scene.ts';
import { walk } from './tour.ts';

const at = scene('demo');
walk(at, { who: 'owner', pages: owned });
walk(at, { who: 'owner', pages: { ...trying, ...writing }, closely: true });
