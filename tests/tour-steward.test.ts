import { desk, inside } from './pages.ts';
import { scene, walk } from './tour.ts';

const at = scene('busy');
walk(at, { who: 'Liam', pages: inside });
walk(at, { who: 'Liam', pages: desk, closely: true });
