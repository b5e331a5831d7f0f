import { flushPromises, mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import { h, nextTick, ref } from 'vue';
import VTable from './VTable.vue';
import VTableRow from './VTableRow';

const columns = [{ key: 'name', label: '户主', width: '1fr' }];

test('a row that has not changed is not drawn anew when its table is', async () => {
  const drawn: number[] = [];
  const tick = ref(0);
  const cells = { name: ({ row, index }: { row: { name: string }; index: number }) => (drawn.push(index), [h('span', row.name)]) };
  const rows = [{ name: '黎根生' }, { name: '区月英' }];
  const table = mount({
    setup: () => () => [tick.value, ...rows.map((row, index) => h(VTableRow, { key: index, index, row, columns, cells, on: index === tick.value, place: '', onPick: () => tick.value }))],
  });
  expect(drawn).toEqual([0, 1]);
  tick.value = 2;
  await nextTick();
  expect(drawn).toEqual([0, 1, 0]);
  expect(table.text()).toContain('黎根生区月英');
});

test('a row that is not read yet is bars, and cannot be picked', async () => {
  const picked: number[] = [];
  const row = mount(VTableRow, { props: { index: 3, row: undefined, columns, cells: {}, on: true, place: '', onPick: (index: number) => picked.push(index) } });
  await row.trigger('click');
  expect(row.find('.bar').exists()).toBe(true);
  expect(row.attributes('aria-selected')).toBeUndefined();
  expect(picked).toEqual([]);
  await row.setProps({ row: { name: '黎根生' } });
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
