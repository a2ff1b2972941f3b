import { inside } from './pages.ts';
import { scene, walk } from './tour.ts';

walk(scene('busy'), { who: 'Mei', pages: inside, closely: true });
