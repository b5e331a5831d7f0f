/** The problem ledger. */
import { keys } from './acts.mjs';

export const problems = [
  { name: 'problems', path: '/problems' },
  { name: 'problems-owner', path: '/problems/Q3' },
  { name: 'problems-returned', path: '/problems/Q2' },
  { name: 'problems-verify', path: '/problems/Q1', query: { as: 'town' } },
  { name: 'problems-county', path: '/problems/Q1', query: { as: 'county' } },
  { name: 'problems-mute', path: '/problems/Q3', act: (p) => p.getByRole('button', { name: '记进展' }).click() },
  { name: 'problems-add', path: '/problems', act: keys('a') },
  { name: 'problems-add-town', path: '/problems', query: { as: 'town' }, act: async (p) => { await keys('a')(p); await p.getByText('一个村', { exact: true }).click(); } },
  { name: 'problems-add-bad', path: '/problems', act: keys('a', 'Control+Enter') },
  { name: 'problems-edit', path: '/problems/Q3', act: keys('e') },
  { name: 'problems-edit-open', path: '/problems/Q6', act: keys('e') },
  { name: 'problems-merge', path: '/problems/Q1', act: (p) => p.getByRole('button', { name: '并入共性' }).click() },
  { name: 'problems-remove', path: '/problems/Q6', act: (p) => p.getByRole('button', { name: '撤回' }).click() },
  { name: 'problems-conflict', path: '/problems/Q3' },
  { name: 'problems-photo', path: '/problems/Q2', act: (p) => p.locator('.chain .photo').first().click() },
  { name: 'problems-closed', path: '/problems/Q9', query: { as: 'town' } },
  { name: 'problems-absent', path: '/problems/nobody' },
  { name: 'problems-loading', path: '/problems', query: { demo: 'loading' } },
  { name: 'problems-none', path: '/problems', act: async (p) => { await p.keyboard.press('/'); await p.keyboard.type('没有的事'); } },
  { name: 'problems-empty', path: '/problems', query: { demo: 'empty' } },
  { name: 'problems-error', path: '/problems', query: { demo: 'error' } },
  { name: 'en-problems', path: '/problems/Q1', query: { lang: 'en' } },
];
