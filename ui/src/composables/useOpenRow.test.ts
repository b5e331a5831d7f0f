import { mount, type VueWrapper } from '@vue/test-utils';
import { expect, test } from 'vitest';
import { computed, defineComponent, h, nextTick, ref, shallowRef, type Component } from 'vue';
import VTable from '@/components/VTable.vue';
import { useOpenChosen } from './useOpenRow';

const PAGE = 50;
/** A list of 200 of which some pages are read, and one row that is open. */
function list(first: number) {
  const read = shallowRef<number[]>([]);
  const gone = ref('');
  const question = ref(0);
  const open = ref<string | null>(null);
  const chosen = ref(first);
  const page = (n: number) => Array.from({ length: PAGE }, (_, i) => ({ id: `${n * PAGE + i}` })).filter((r) => r.id !== gone.value);
  const at = (index: number) => (read.value.includes(Math.floor(index / PAGE)) ? page(Math.floor(index / PAGE))[index % PAGE] : undefined);
  const pages = {
    question,
    rows: computed(() => read.value.flatMap(page)),
    row: at,
    find: (is: (row: { id: string }) => boolean) => Array.from({ length: 200 }, (_, i) => i).find((i) => at(i) && is(at(i)!)) ?? -1,
  };
  const w: VueWrapper = mount(
    defineComponent({
      setup() {
        useOpenChosen(pages, () => open.value, chosen);
        return () => h(VTable as Component, { label: '走访', columns: [], total: 200, row: at, chosen: chosen.value, question: question.value, onChoose: (i: number) => (chosen.value = i) });
      },
    }),
    { attachTo: document.body },
  );
  return { w, read, gone, question, open, chosen, grid: w.find<HTMLElement>('[role=grid]').element };
}

test('while the open row is not read yet, no other is chosen, also when the list gets the focus', async () => {
  const { w, read, open, chosen, grid } = list(0);
  open.value = '120';
  read.value = [0];
  await nextTick();
  expect(chosen.value).toBe(-1);
  grid.focus();
  expect(chosen.value).toBe(-1);
  read.value = [0, 2];
  await nextTick();
  expect(chosen.value).toBe(120);
  w.unmount();
});
test('what was chosen before stands until it is read: it may be the open one', async () => {
  const { w, read, open, chosen } = list(120);
  open.value = '120';
  read.value = [0];
  await nextTick();
  expect(chosen.value).toBe(120);
  read.value = [0, 2];
  await nextTick();
  expect(chosen.value).toBe(120);
  w.unmount();
});
test('an open row that leaves the list keeps its place; among the rows of another question none is chosen until one goes there', async () => {
  const { w, read, gone, question, open, chosen, grid } = list(0);
  open.value = '7';
  read.value = [0];
  await nextTick();
  gone.value = '7';
  await nextTick();
  expect(chosen.value).toBe(7);
  question.value = 1;
  read.value = [0, 1];
  await nextTick();
  expect(chosen.value).toBe(-1);
  grid.focus();
  expect(chosen.value).toBe(0);
  w.unmount();
});
test.each([' ', 'Enter', 'ArrowDown'])('where none is chosen, %s chooses the first row', async (key) => {
  const { w, read, open, chosen, grid } = list(0);
  open.value = '120';
  read.value = [0];
  await nextTick();
  grid.focus();
  grid.dispatchEvent(new KeyboardEvent('keydown', { key }));
  expect(chosen.value).toBe(0);
  w.unmount();
});
test('when it is closed unfound, the list has a chosen row again for the arrows', async () => {
  const { w, read, open, chosen } = list(0);
  open.value = '120';
  read.value = [0];
  await nextTick();
  open.value = null;
  await nextTick();
  expect(chosen.value).toBe(0);
  w.unmount();
});
