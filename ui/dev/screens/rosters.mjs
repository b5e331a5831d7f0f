/** Rosters taken over. */
import { keys } from './acts.mjs';

/** A tab by its name; at the largest type it may stand under 更多. */
const tab = (name, code) => async (p) => {
  const button = p.getByRole('button', { name });
  if (await button.count()) await button.click();
  else await p.locator('select.more').selectOption(code);
  await p.waitForTimeout(200);
  await p.locator('[role=grid]').focus();
};

export const rosters = [
  { name: 'roster-start', path: '/settings/import' },
  { name: 'roster-loading', path: '/settings/import', query: { demo: 'loading' } },
  { name: 'en-roster-start', path: '/settings/import', query: { lang: 'en' } },
  { name: 'en-roster-refused', path: '/settings/import', query: { lang: 'en', demo: 'refused' }, act: keys('o') },
  { name: 'roster-stayed', path: '/settings/import', act: (p) => p.getByRole('button', { name: '留着的 3 户' }).click() },
  { name: 'roster-empty', path: '/settings/import', query: { demo: 'empty' } },
  { name: 'roster-runs-error', path: '/settings/import', query: { demo: 'error' } },
  { name: 'roster-reading', path: '/settings/import', query: { demo: 'reading' }, act: keys('o') },
  { name: 'roster-refused', path: '/settings/import', query: { demo: 'refused' }, act: keys('o') },
  { name: 'roster-list', path: '/settings/import', query: { demo: 'roster' } },
  { name: 'roster-notes', path: '/settings/import', query: { demo: 'roster' }, act: async (p) => { for (const s of await p.locator('.notes summary').all()) await s.click(); } },
  { name: 'roster-new', path: '/settings/import', query: { demo: 'roster' }, act: async (p) => { await tab(/^新户/, 'new')(p); await keys('ArrowDown', 'Enter')(p); } },
  { name: 'roster-left-out', path: '/settings/import', query: { demo: 'roster' }, act: async (p) => { await tab(/^没取/, 'left_out')(p); await keys('ArrowDown', 'Enter')(p); } },
  { name: 'roster-list-loading', path: '/settings/import', query: { demo: 'roster', hang: 'import.list' } },
  { name: 'roster-list-error', path: '/settings/import', query: { demo: 'roster-error' } },
  { name: 'roster-writing', path: '/settings/import', query: { demo: 'roster-writing' }, act: keys('Control+Enter') },
  { name: 'roster-failed', path: '/settings/import', query: { demo: 'roster-failed' }, act: keys('Control+Enter') },
  { name: 'roster-pane', path: '/settings/import', query: { demo: 'roster' }, act: keys('ArrowDown', 'Enter') },
  { name: 'roster-pane-doubt', path: '/settings/import', query: { demo: 'roster' }, act: async (p) => { await tab(/^存疑/, 'doubtful')(p); await keys('ArrowDown', 'Enter', 'Space')(p); } },
  { name: 'roster-none', path: '/settings/import', query: { demo: 'roster' }, act: async (p) => { await p.keyboard.press('/'); await p.keyboard.type('qqq'); } },
  { name: 'roster-done', path: '/settings/import', query: { demo: 'roster' }, act: keys('Control+Enter') },
  { name: 'roster-done-pane', path: '/settings/import', query: { demo: 'roster' }, act: async (p) => { await keys('Control+Enter')(p); await p.locator('[role=grid]').focus(); await keys('ArrowDown', 'ArrowDown', 'Enter')(p); } },
  { name: 'en-roster-done', path: '/settings/import', query: { demo: 'roster', lang: 'en' }, act: keys('Control+Enter') },
  { name: 'roster-undone', path: '/settings/import', query: { demo: 'roster' }, act: async (p) => { await keys('Control+Enter')(p); await p.getByRole('button', { name: '撤销这次导入' }).click(); } },
  { name: 'roster-undoing', path: '/settings/import', query: { demo: 'roster', hang: 'import.undo' }, act: async (p) => { await keys('Control+Enter')(p); await p.getByRole('button', { name: '撤销这次导入' }).click(); } },
  { name: 'roster-nothing-chosen', path: '/settings/import', query: { demo: 'roster' }, act: keys('a') },
  { name: 'roster-doubts-saved', path: '/settings/import', query: { demo: 'roster' }, act: (p) => p.getByRole('button', { name: '导出疑点' }).click() },
  { name: 'roster-keys', path: '/settings/import', query: { demo: 'roster' }, act: keys('?') },
  { name: 'en-roster', path: '/settings/import', query: { demo: 'roster', lang: 'en' }, act: keys('ArrowDown', 'Enter') },
];
