import { flushPromises } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import { effectScope, reactive } from 'vue';

/** `held`: answers that wait, by the page that was asked for. */
const world = vi.hoisted(() => ({ fails: false, total: 250, groups: 'first', held: null as Map<number, () => void> | null }));
vi.mock('@/platform/current', () => ({
  platform: {
    side: 'laptop',
    call: async (_name: string, request: { limit: number; offset: number }) => {
      const { total, groups } = world;
      if (world.fails) throw new Error('no');
      if (world.held) await new Promise<void>((answer) => world.held?.set(request.offset / PAGE_ROWS, answer));
      const left = Math.max(0, Math.min(request.limit, total - request.offset));
      return { rows: Array.from({ length: left }, (_, i) => ({ id: `${request.offset + i}`, groups })), total, groups };
    },
  },
}));
const { PAGE_ROWS, usePages } = await import('./usePages');

async function answer(page: number): Promise<void> {
  world.held?.get(page)?.();
  await flushPromises();
}
/** The last that was asked for first. */
async function answerAll(): Promise<void> {
  for (const page of [...(world.held?.keys() ?? [])].reverse()) await answer(page);
}
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

test('a new question reads what is in sight, also when it finds as many rows', async () => {
  Object.assign(world, { total: 1000, groups: 'by name' });
  const query = reactive({ q: '' });
  const pages = effectScope().run(() => usePages('visit.list', () => ({ ...query }) as never))!;
  await flushPromises();
  pages.need(400, 440);
  await flushPromises();
  expect(pages.question.value).toBe(0);
  world.groups = 'by income';
  query.q = 'zds';
  await flushPromises();
  expect(pages.question.value).toBe(1);
  for (let i = 400; i <= 440; i++) expect(pages.row(i)).toEqual({ id: `${i}`, groups: 'by income' });
});

test('while a question waits for its answer, a scroll puts no row of it among those of the one before', async () => {
  Object.assign(world, { total: 1000, groups: 'before' });
  const query = reactive({ q: '' });
  const pages = effectScope().run(() => usePages('visit.list', () => ({ ...query }) as never))!;
  await flushPromises();
  pages.need(0, 99);
  await flushPromises();
  Object.assign(world, { groups: 'after', held: new Map() });
  query.q = 'zds';
  await flushPromises();
  pages.need(200, 240);
  expect([...(world.held?.keys() ?? [])]).toEqual([0]);
  expect(new Set(pages.rows.value.map((r) => (r as never as { groups: string }).groups))).toEqual(new Set(['before']));
  await answer(0);
  expect(new Set(pages.rows.value.map((r) => (r as never as { groups: string }).groups))).toEqual(new Set(['after']));
  await answerAll();
  expect(pages.row(240)).toMatchObject({ groups: 'after' });
  world.held = null;
});

test.each([false, true])('a page that comes into sight while the list is read again is there after it (read before: %s)', async (before) => {
  Object.assign(world, { total: 1000, groups: 'old' });
  const pages = list();
  await flushPromises();
  if (before) pages.need(300, 340);
  await flushPromises();
  pages.need(0, 40);
  await flushPromises();
  Object.assign(world, { groups: 'new', held: new Map() });
  const again = pages.refetch();
  pages.need(300, 340);
  // What was read before stays in sight until the new is there.
  expect(pages.row(300)).toEqual(before ? { id: '300', groups: 'old' } : undefined);
  await answerAll();
  await again;
  expect(pages.row(300)).toEqual({ id: '300', groups: 'new' });
  world.held = null;
  pages.need(0, 40);
  await flushPromises();
  expect(pages.row(0)).toEqual({ id: '0', groups: 'new' });
});

test('what is out of sight is not kept from before, and is read when it comes into sight', async () => {
  Object.assign(world, { total: 1000, groups: 'old' });
  const pages = list();
  await flushPromises();
  pages.need(500, 540);
  await flushPromises();
  world.groups = 'new';
  await pages.refetch();
  await flushPromises();
  expect(pages.row(0)).toBeUndefined();
  pages.need(0, 40);
  await flushPromises();
  expect(pages.row(0)).toEqual({ id: '0', groups: 'new' });
});

test('a row is found where it stands in the list, whatever else was read', async () => {
  Object.assign(world, { total: 1000, groups: 'old' });
  const pages = list();
  await flushPromises();
  pages.need(760, 799);
  await flushPromises();
  expect(pages.find((r) => r.id === '790')).toBe(790);
  expect(pages.find((r) => r.id === '350')).toBe(-1);
});

test('a question that cannot be answered says so over the rows of the one before, until one is answered', async () => {
  Object.assign(world, { total: 1000, groups: 'old' });
  const query = reactive({ q: '' });
  const pages = effectScope().run(() => usePages('visit.list', () => ({ ...query }) as never))!;
  await flushPromises();
  world.fails = true;
  query.q = 'zds';
  await flushPromises();
  expect(pages.failed.value).toMatchObject({ code: expect.any(String) as string });
  expect(pages.head.value).toMatchObject({ groups: 'old' });
  await pages.refetch();
  expect(pages.failed.value).not.toBeNull();
  world.fails = false;
  await pages.refetch();
  expect([pages.failed.value, pages.error.value]).toEqual([null, null]);
});

test('the same question that cannot be answered again leaves its rows in sight', async () => {
  const pages = list();
  await flushPromises();
  world.fails = true;
  await pages.refetch();
  world.fails = false;
  expect([pages.error.value === null, pages.failed.value]).toEqual([false, null]);
  expect(pages.rows.value).toHaveLength(100);
});
