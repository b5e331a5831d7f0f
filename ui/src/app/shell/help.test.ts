import { expect, test } from 'vitest';
import { helpFor, type Who } from './help';

const who = (part: Partial<Who>): Who => ({ path: '/', side: 'desktop', canRecord: true, diary: true, registers: true, pages: 6, ...part });
const keys = (w: Who): string[] => helpFor(w).flatMap(([, rows]) => rows.map(([k]) => k));

test('the keys of the page that is open stand first', () => {
  expect(helpFor(who({ path: '/attendance' }))[0]?.[1].map(([k]) => k)).toContain('Z');
  expect(helpFor(who({ path: '/households/H1' }))[0]?.[1].map(([k]) => k)).toEqual(['E', 'B', 'V', 'Ctrl P', 'Alt ↑', 'Alt ↓', 'Esc']);
});
test('no key is shown that the account cannot use', () => {
  const county = keys(who({ side: 'console', canRecord: false, diary: false, path: '/households', pages: 4 }));
  for (const k of ['V', 'E', 'Z', 'Ctrl N', 'Ctrl J', 'Ctrl L']) expect(county).not.toContain(k);
  expect(county).toContain('G 1…4');
});
test('whoever may write in the ledger of problems sees its key, at a county too', () => {
  const county = { side: 'console', canRecord: false, diary: false, path: '/problems' } as const;
  expect(keys(who(county))).toContain('A');
  expect(keys(who(county))).not.toContain('V');
  expect(keys(who({ ...county, registers: false }))).not.toContain('A');
});
test('the list of computers has nothing to open, to preview or to search', () => {
  expect(helpFor(who({ side: 'console', canRecord: false, diary: false, path: '/devices' }))[0]?.[1].map(([k]) => k)).toEqual(['↑ ↓']);
});
test('the calendar is listed once', () => {
  expect(keys(who({ path: '/attendance' })).filter((k) => k === 'Z')).toHaveLength(1);
});
