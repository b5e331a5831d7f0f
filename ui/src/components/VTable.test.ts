import { flushPromises, mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import { h, nextTick, ref } from 'vue';
import VTable from './VTable.vue';
import VTableRow from './VTableRow';

const columns = [{ key: 'name', label: '户主', width: '1fr' }];

/** What a table says to its rows. */
const said = (names: (index: number) => string | undefined, cells: Record<string, unknown> = {}) => ({
  read: (index: number) => (names(index) === undefined ? undefined : { name: names(index) }),
  columns,
  cells: cells as never,
  uid: 'u',
  tracks: '1fr',
  rowPx: 36,
});

test('a scroll draws the row that comes into sight, a choice the row that is chosen, a page its rows, and no other', async () => {
  const drawn: number[] = [];
  const [first, at, read] = [ref(0), ref(-1), ref(3)];
  const cells = { name: ({ row, index }: { row: { name: string }; index: number }) => (drawn.push(index), [h('span', row.name)]) };
  const indexOf = (seat: number): number => first.value + ((((seat - first.value) % 3) + 3) % 3);
  const rows = [0, 1, 2].map((seat) => () => h(VTableRow, { key: seat, seat, indexOf, isAt: (index: number) => index === at.value, ...said((index) => (index <= read.value ? `户${index}` : undefined), cells) }));
  const table = mount({ render: () => rows.map((row) => row()) });
  const since = async (): Promise<number[]> => (await nextTick(), drawn.splice(0));
  expect(await since()).toEqual([0, 1, 2]);
  first.value = 1;
  expect(await since()).toEqual([3]);
  expect(table.text()).toBe('户3户1户2');
  first.value = 2;
  expect(await since()).toEqual([]);
  expect(table.findAll('.bar')).toHaveLength(1);
  read.value = 4;
  expect(await since()).toContain(4);
  expect(table.text()).toBe('户3户4户2');
  at.value = 2;
  expect(await since()).toEqual([2]);
  at.value = 3;
  expect((await since()).sort()).toEqual([2, 3]);
});

test('a row that is not read yet is bars, and cannot be picked', async () => {
  const picked: number[] = [];
  const name = ref<string>();
  const row = mount(VTableRow, { props: { seat: 0, indexOf: () => 3, isAt: () => true, ...said(() => name.value), onPick: (index: number) => picked.push(index) } });
  await row.trigger('click');
  expect(row.find('.bar').exists()).toBe(true);
  expect(row.attributes('aria-selected')).toBeUndefined();
  expect(picked).toEqual([]);
  name.value = '黎根生';
  await nextTick();
  expect(row.attributes('aria-selected')).toBe('true');
  await row.trigger('click');
  expect(picked).toEqual([3]);
});

test('another question begins at the top, a further answer to the same one stays where it was', async () => {
  const table = mount(VTable, { attachTo: document.body, props: { label: '农户', columns, total: 900, row: () => undefined, question: 0 } });
  const box = table.find('[role=grid]').element;
  await flushPromises();
  // Nothing is laid out here: how far it is scrolled is only kept.
  Object.defineProperty(box, 'scrollTop', { value: 5000, writable: true });
  await table.setProps({ total: 901 });
  expect(box.scrollTop).toBe(5000);
  await table.setProps({ question: 1 });
  expect(box.scrollTop).toBe(0);
  expect(table.emitted('need')?.at(-1)?.[0]).toBe(0);
  table.unmount();
});
