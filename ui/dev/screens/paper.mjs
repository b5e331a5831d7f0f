/** Paper before it is printed. */
import { keys } from './acts.mjs';

export const paper = [
  { name: 'visits-print', path: '/visits', act: keys('Control+p') },
  { name: 'visits-print-large', path: '/visits', act: keys('Control+p', 'z') },
  { name: 'visits-print-saved', path: '/visits', act: keys('Control+p', 'Control+s') },
  { name: 'visits-print-missing', path: '/visits', query: { paper: 'print_missing' }, act: keys('Control+p') },
  { name: 'visits-print-nothing', path: '/visits', query: { paper: 'print_nothing' }, act: keys('Control+p') },
  { name: 'en-visits-print', path: '/visits', query: { lang: 'en' }, act: keys('Control+p', 'Control+p') },
  { name: 'en-visits-print-glyph', path: '/visits', query: { lang: 'en', demo: 'unprintable' }, act: keys('Control+p') },
  { name: 'visits-print-none', path: '/visits', act: keys('Control+p', 'PageDown', 'Control+p') },
  { name: 'visits-print-setting', path: '/visits', query: { demo: 'setting' }, act: keys('Control+p') },
  { name: 'visits-print-glyph', path: '/visits', query: { demo: 'unprintable' }, act: keys('Control+p') },
  { name: 'household-print', path: '/households/H023', act: keys('Control+p') },
  { name: 'household-print-notice', path: '/households/H023', act: async (p) => { await keys('Control+p')(p); await p.getByText('明白卡（给农户）').click(); } },
  { name: 'requests-print', path: '/visits/requests', act: keys('Control+p') },
  { name: 'wishes-print', path: '/visits/wishes', act: keys('Control+p') },
  { name: 'distributions-print', path: '/visits/distributions', act: keys('Control+p') },
  { name: 'distributions-print-roll', path: '/visits/distributions/G1', act: keys('Control+p') },
  { name: 'en-distributions-print-roll', path: '/visits/distributions/G1', query: { lang: 'en' }, act: keys('Control+p') },
  { name: 'household-list-print', path: '/households', act: keys('Control+p') },
];
