import { inside, sharing } from './pages.ts';
import { scene } from './scene.ts';
import { walk } from './tour.ts';

walk(scene('demo'), { who: 'member', pages: { ...inside, ...sharing }, closely: true });
