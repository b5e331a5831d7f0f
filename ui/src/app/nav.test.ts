import { expect, test } from 'vitest';
import { elsewhere, navOf } from './nav';

test('the console has no screen that records', () => {
  expect(navOf('console', 'county').map((n) => n.path)).toEqual(['/households', '/visits', '/measures', '/problems', '/devices', '/settings']);
});
test('every page is found by the initials of its name', () => {
  const spelt = new Map([...navOf('desktop', 'team'), ...navOf('console', 'county')].map((n) => [n.path, n.spell.split(' ')[0]]));
  expect(Object.fromEntries(spelt)).toEqual({ '/': 'gzt', '/visits': 'zf', '/attendance': 'zckq', '/households': 'nh', '/measures': 'bfcs', '/problems': 'wtzg', '/sync': 'tbzx', '/settings': 'sz', '/devices': 'dn' });
});
test('a township keeps no diary of its own', () => {
  expect(navOf('desktop', 'township').some((n) => n.path === '/attendance')).toBe(false);
  expect(elsewhere('/attendance', 'desktop', 'township', [])).toBe('/not-yours');
});
test('a page inside one’s area stays', () => {
  expect(elsewhere('/households/H1', 'console', 'county', [])).toBeNull();
  expect(elsewhere('/', 'desktop', 'team', [])).toBeNull();
});
test('who has no workbench starts on the first page there is', () => {
  expect(elsewhere('/', 'console', 'county', [])).toBe('/households');
  expect(elsewhere('/sync', 'console', 'county', [])).toBe('/not-yours');
});
test('what is said of a team is no page of the team’s', () => {
  expect(elsewhere('/visits/inquiries', 'desktop', 'team', ['visit'])).toBe('/not-yours');
  expect(elsewhere('/visits/inquiries', 'desktop', 'township', ['visit', 'inquiry'])).toBeNull();
  expect(elsewhere('/visits/requests', 'desktop', 'team', ['visit'])).toBeNull();
});
