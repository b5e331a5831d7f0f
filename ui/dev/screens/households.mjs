/** Households and villages. */
import { keys } from './acts.mjs';

export const households = [
  { name: 'households', path: '/households' },
  { name: 'households-peek', path: '/households', act: keys('ArrowDown', 'ArrowDown', 'Space') },
  { name: 'household', path: '/households/H023' },
  { name: 'households-own-filter', path: '/households', query: { filters: '1' }, act: async (p) => { const tab = p.getByRole('button', { name: '上坪因病', exact: true }); await ((await tab.count()) ? tab.click() : p.locator('select.more').selectOption('own:上坪因病')); } },
  { name: 'households-keep-filter', path: '/households', act: async (p) => { await p.keyboard.press('/'); await p.keyboard.type('zds'); await p.waitForTimeout(200); await p.getByText('存为筛选').click(); } },
  { name: 'household-edit', path: '/households/H023', act: keys('e') },
  { name: 'household-income', path: '/households/H023', query: {}, act: (p) => p.getByText('改收入').click() },
  { name: 'household-event', path: '/households/H023', act: keys('b') },
  { name: 'household-event-split', path: '/households/H023', act: async (p) => { await keys('b')(p); await p.getByLabel('什么变动').selectOption('split'); await p.getByRole('checkbox', { name: '张明远' }).check(); } },
  { name: 'household-event-born', path: '/households/H023', act: async (p) => { await keys('b')(p); await p.getByLabel('什么变动').selectOption('born'); } },
  { name: 'household-facts', path: '/households/H023?at=facts' },
  { name: 'household-remarks', path: '/households/H023?at=remarks', act: (p) => p.getByRole('button', { name: /^不再提示/ }).first().click() },
  { name: 'household-member', path: '/households/H023', act: (p) => p.getByRole('button', { name: /的档案$/ }).nth(1).click() },
  { name: 'household-edit-member', path: '/households/H023', act: (p) => p.getByRole('button', { name: /^改 / }).nth(1).click() },
  { name: 'households-remarks', path: '/households?view=remarks' },
  { name: 'households-empty', path: '/households', query: { demo: 'empty' } },
  { name: 'households-error', path: '/households', query: { demo: 'error' } },
  { name: 'households-loading', path: '/households', query: { demo: 'loading' } },
  { name: 'households-none', path: '/households', act: async (p) => { await p.keyboard.press('/'); await p.keyboard.type('qqq'); } },
];
