import { flushPromises } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import { effectScope } from 'vue';

const world = vi.hoisted(() => ({ total: 250, groups: 'first' }));
vi.mock('@/platform/current', () => ({
  platform: {
    side: 'laptop',
    call: async (_name: string, request: { limit: number; offset: number }) => {
      const left = Math.max(0, Math.min(request.limit, world.total - request.offset));
      return { rows: Array.from({ length: left }, (_, i) => ({ id: `${request.offset + i}` })), total: world.total, groups: world.groups };
    },
  },
}));
const { usePages } = await import('./usePages');

const list = () => effectScope().run(() => usePages('visit.list', () => ({}) as never))!;

test('a further page of the same question leaves totals and facets as they stand', async () => {
  const pages = list();
  await flushPromises();
  const head = pages.head.value;
  pages.need(90, 120);
  await flushPromises();
  expect(pages.row(100)).toMatchObject({ id: '100' });
  expect(pages.head.value).toBe(head);
});

test('a further page with another total brings its facets along', async () => {
  const pages = list();
  await flushPromises();
  Object.assign(world, { total: 240, groups: 'second' });
  pages.need(90, 120);
  await flushPromises();
  expect(pages.total.value).toBe(240);
  expect(pages.head.value).toMatchObject({ groups: 'second' });
});

test('a list that is read again takes the new facets, also with the same total', async () => {
  const pages = list();
  await flushPromises();
  world.groups = 'third';
  await pages.refetch();
  expect(pages.head.value).toMatchObject({ groups: 'third' });
});

test('a page is read before its rows come into sight, and no page beyond the last', async () => {
  world.total = 200;
  const pages = list();
  await flushPromises();
  pages.need(30, 49);
  await flushPromises();
  expect(pages.row(100)).toBeUndefined();
  pages.need(31, 50);
  await flushPromises();
  expect(pages.row(100)).toMatchObject({ id: '100' });
  pages.need(170, 199);
  await flushPromises();
  expect(pages.rows.value).toHaveLength(200);
});
