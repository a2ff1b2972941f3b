import { inside, trying, writing } from './pages.ts';
import { scene } from './scene.ts';
import { walk } from './tour.ts';

const at = scene('demo');
walk(at, { who: 'owner', pages: inside });
walk(at, { who: 'owner', pages: { ...trying, ...writing }, closely: true });
