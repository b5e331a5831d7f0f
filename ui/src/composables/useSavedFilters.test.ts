import { expect, test, vi } from 'vitest';
import { shallowRef } from 'vue';
import { ApiFailure } from '@/platform/types';

const world = vi.hoisted(() => ({ refuses: '' }));
vi.mock('@/api/client', () => ({
  call: async () => {
    if (world.refuses) throw new ApiFailure({ code: world.refuses, detail: '', violations: [] });
    return {};
  },
  useQuery: () => ({ data: shallowRef([{ list: 'households', name: '六组', query: '{}' }]) }),
}));
const { canonical, readFilter, useSavedFilters } = await import('./useSavedFilters');
const { useToast } = await import('./useToast');

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
test('a filter that could not be kept or deleted is told as no success', async () => {
  const { toasts, forget } = useToast();
  const { keep, drop } = useSavedFilters('households', { ...fresh }, () => fresh);
  await keep('六组');
  expect(toasts.value.map((x) => x.failed)).toEqual([false]);
  forget();
  world.refuses = 'disk_full';
  await keep('六组');
  await drop('六组');
  expect(toasts.value.map((x) => [x.failed, x.text.includes('磁盘满了')])).toEqual([[true, true], [true, true]]);
});
