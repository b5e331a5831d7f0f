import { flushPromises, mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import { computed, defineComponent, h, ref } from 'vue';
import type { SavedFilters } from '@/composables/useSavedFilters';
import ActButton from './ActButton.vue';
import FilterBar from './FilterBar.vue';

const q = ref('');
const own = ref('');
const hasList = ref(true);
const saved: SavedFilters = { tabs: computed(() => []), view: computed({ get: () => 'all', set: () => undefined }), active: computed(() => own.value), ready: computed(() => true), keep: async () => undefined, drop: async () => void (own.value = '') };
const Page = defineComponent(() => () =>
  h('main', [
    h(FilterBar, { q: q.value, 'onUpdate:q': (to: string) => (q.value = to), view: 'all', saved, placeholder: '找', views: [], total: '', filtered: q.value !== '', onClear: () => (q.value = '') }),
    hasList.value ? h('div', { 'data-list': '', tabindex: 0 }) : null,
  ]),
);
async function page(with_: { q?: string; own?: string; list?: boolean }) {
  q.value = with_.q ?? '';
  own.value = with_.own ?? '';
  hasList.value = with_.list ?? true;
  const w = mount(Page, { attachTo: document.body });
  await flushPromises();
  return w;
}
const button = (w: Awaited<ReturnType<typeof page>>, text: string) => w.findAll('button').find((b) => b.text().startsWith(text));
async function press(w: Awaited<ReturnType<typeof page>>, text: string): Promise<void> {
  const b = button(w, text);
  (b?.element as HTMLElement).focus();
  await b?.trigger('click');
  await flushPromises();
  expect(button(w, text)).toBeUndefined();
}

test('清空 takes itself away and leaves the focus to the list', async () => {
  const w = await page({ q: 'zds' });
  await press(w, '清空');
  expect(document.activeElement).toBe(w.find('[data-list]').element);
  w.unmount();
});
test('without a list the focus goes to the search', async () => {
  const w = await page({ q: 'zds', list: false });
  await press(w, '清空');
  expect(document.activeElement).toBe(w.find('input').element);
  w.unmount();
});
test('删除筛选 takes itself away and leaves the focus to the list', async () => {
  const w = await page({ own: '我的' });
  await press(w, '删除筛选');
  expect(document.activeElement).toBe(w.find('[data-list]').element);
  w.unmount();
});
test('Esc empties the search, and in an empty one goes to the list', async () => {
  const w = await page({ q: 'zds' });
  w.find('input').element.focus();
  await w.find('input').trigger('keydown', { key: 'Escape' });
  expect([q.value, document.activeElement]).toEqual(['', w.find('input').element]);
  await w.find('input').trigger('keydown', { key: 'Escape' });
  expect(document.activeElement).toBe(w.find('[data-list]').element);
  w.unmount();
});
test('a button at work keeps the focus and does nothing', async () => {
  let times = 0;
  const w = mount(ActButton, { props: { busy: false, onClick: () => (times += 1) }, attachTo: document.body });
  w.element.focus();
  await w.trigger('click');
  await w.setProps({ busy: true });
  await w.trigger('click');
  expect(times).toBe(1);
  expect([w.attributes('disabled'), w.attributes('aria-busy'), document.activeElement]).toEqual([undefined, 'true', w.element]);
  w.unmount();
});

test('a list is asked for what the input method composes, and for nothing when that is taken back', async () => {
  const w = await page({});
  const field = w.find('input').element;
  const told = async (inputType: string): Promise<void> => {
    field.dispatchEvent(new InputEvent('input', { isComposing: true, inputType } as InputEventInit));
    await flushPromises();
  };
  field.dispatchEvent(new CompositionEvent('compositionstart'));
  field.value = 'z d';
  await told('insertCompositionText');
  expect([q.value, field.value]).toEqual(['zd', 'z d']);
  field.value = '';
  await told('deleteCompositionText');
  field.dispatchEvent(new CompositionEvent('compositionend'));
  await flushPromises();
  expect([q.value, field.value]).toEqual(['', '']);
  w.unmount();
});

test.each(['Enter', 'ArrowDown'])('%s goes from the words that are searched into the list and keeps them, but never while one composes', async (key) => {
  const w = await page({ q: 'zds' });
  const input = w.find('input').element;
  input.focus();
  input.dispatchEvent(new KeyboardEvent('keydown', { key, isComposing: true, bubbles: true }));
  expect(document.activeElement).toBe(input);
  input.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  expect(document.activeElement).toBe(w.find('[data-list]').element);
  expect(q.value).toBe('zds');
  w.unmount();
});
