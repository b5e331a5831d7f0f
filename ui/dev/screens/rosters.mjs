/** Rosters taken over. */
import { keys } from './acts.mjs';

export const rosters = [
  { name: 'roster-start', path: '/settings/import' },
  { name: 'roster-stayed', path: '/settings/import', act: (p) => p.getByRole('button', { name: '留着的 3 户' }).click() },
  { name: 'roster-empty', path: '/settings/import', query: { demo: 'empty' } },
  { name: 'roster-runs-error', path: '/settings/import', query: { demo: 'error' } },
  { name: 'roster-reading', path: '/settings/import', query: { demo: 'reading' }, act: keys('o') },
  { name: 'roster-refused', path: '/settings/import', query: { demo: 'refused' }, act: keys('o') },
  { name: 'roster-list', path: '/settings/import', query: { demo: 'roster' } },
  { name: 'roster-pane', path: '/settings/import', query: { demo: 'roster' }, act: keys('ArrowDown', 'Enter') },
  { name: 'roster-pane-doubt', path: '/settings/import', query: { demo: 'roster' }, act: async (p) => { await p.getByRole('button', { name: /^存疑/ }).click(); await p.waitForTimeout(200); await p.locator('[role=grid]').focus(); await keys('ArrowDown', 'Enter', 'Space')(p); } },
  { name: 'roster-none', path: '/settings/import', query: { demo: 'roster' }, act: async (p) => { await p.keyboard.press('/'); await p.keyboard.type('qqq'); } },
  { name: 'roster-done', path: '/settings/import', query: { demo: 'roster' }, act: keys('Control+Enter') },
  { name: 'roster-undone', path: '/settings/import', query: { demo: 'roster' }, act: async (p) => { await keys('Control+Enter')(p); await p.getByRole('button', { name: '撤销这次导入' }).click(); } },
  { name: 'roster-keys', path: '/settings/import', query: { demo: 'roster' }, act: keys('?') },
  { name: 'en-roster', path: '/settings/import', query: { demo: 'roster', lang: 'en' }, act: keys('ArrowDown', 'Enter') },
];
