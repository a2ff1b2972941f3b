import { inside, sharing, writing } from './pages.ts';
import { scene, walk } from './tour.ts';

const at = scene('busy');
walk(at, { who: 'Darcy', pages: inside });
walk(at, { who: 'Darcy', pages: writing, closely: true });
walk(at, { who: 'Siti', pages: sharing, closely: true });
