import { expect, test } from 'vitest';
import { canonical, readFilter } from './useSavedFilters';

const fresh = { view: 'all', q: '', groups: [] as string[] };

test('the same choices in another order are the same filter', () => {
  expect(canonical({ view: 'all', groups: ['b', 'a'], q: '' })).toBe(canonical({ q: '', groups: ['a', 'b'], view: 'all' }));
  expect(canonical({ ...fresh, q: 'zds' })).not.toBe(canonical(fresh));
});
test('a filter of another version counts as far as it can be read', () => {
  expect(readFilter('{"view":"unvisited_30","gone":1,"groups":["上坪组"]}', fresh)).toEqual({ view: 'unvisited_30', q: '', groups: ['上坪组'] });
  expect(readFilter('{"groups":"上坪组"}', fresh)).toEqual(fresh);
  expect(readFilter('not json', fresh)).toEqual(fresh);
});
