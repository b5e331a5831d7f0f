import { expect, test } from 'vitest';
import { tabOf, tabsOf } from './tabs';

test('the console shows only what a browser has', () => {
  expect(tabsOf('console')).toEqual(['look', 'feedback']);
  expect(tabOf('console', 'security')).toBe('look');
});
test('a part is known by its word in the address', () => {
  expect(tabOf('desktop', 'security')).toBe('security');
  expect(tabOf('desktop', undefined)).toBe('look');
  expect(tabOf('desktop', ['look'])).toBe('look');
});
