import { flushPromises, mount } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import { ref, toValue } from 'vue';
import type { Session } from '@/api/generated';
import { useSession } from '@/composables/useSession';

const asked = vi.hoisted(() => ({ request: (): unknown => null, answer: null as unknown, data: null as unknown as { value: unknown }, error: null as unknown as { value: unknown }, refetch: () => undefined as void }));
vi.mock('@/api/client', () => ({
  useQuery: (_: string, request: () => unknown) => {
    asked.request = () => toValue(request);
    asked.data = ref(asked.answer);
    asked.error = ref(null);
    return { data: asked.data, error: asked.error, refetch: () => asked.refetch() };
  },
}));
const { default: HouseholdPicker } = await import('./HouseholdPicker.vue');

/** As the input method does it: the field holds what is composed, and the page is told. */
async function compose(field: HTMLInputElement, text: string): Promise<void> {
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { isComposing: true, inputType: 'insertCompositionText', data: text } as InputEventInit));
  await flushPromises();
}

test('while pinyin is composed it is asked for, and the field is left to the input method', async () => {
  const w = mount(HouseholdPicker, { props: { label: '农户', hint: '' } });
  const field = w.find('input').element;
  field.dispatchEvent(new CompositionEvent('compositionstart'));
  await compose(field, 'z');
  await compose(field, "z d's");
  expect(asked.request()).toMatchObject({ q: 'zds' });
  expect(field.value).toBe("z d's");
  field.value = '';
  field.dispatchEvent(new InputEvent('input', { isComposing: true, inputType: 'deleteCompositionText' } as InputEventInit));
  await flushPromises();
  expect(asked.request()).toMatchObject({ q: 'zds' });
  field.value = '张德顺';
  field.dispatchEvent(new CompositionEvent('compositionend'));
  await flushPromises();
  expect(asked.request()).toMatchObject({ q: '张德顺' });
});

test('a household is known by its group, its cause and how long ago somebody was there', async () => {
  const { session } = useSession();
  session.value = { area: { level: 'village' }, side: 'laptop', role: 'member', today: '2018-09-30', now_ms: Date.parse('2018-09-30T11:42:00Z'), clock_shift_ms: 0 } as unknown as Session;
  const hit = { id: 'H1', head_name: '张德顺', village_name: '石磨坪村', group_name: '上坪组', cause: '01', state: '1', state_year: 2016 };
  asked.answer = { total: 2, hits: [{ ...hit, last_visit_on: '2018-09-24' }, { ...hit, id: 'H2', last_visit_on: null }] };
  const w = mount(HouseholdPicker, { props: { label: '农户', hint: '' } });
  await w.find('input').setValue('zds');
  expect(w.findAll('.hit').map((row) => row.text())).toEqual([expect.stringMatching(/上坪组 · 因病.*6 天前走访/u), expect.stringContaining('还没有走访过')]);
  expect(w.text()).not.toContain('石磨坪村');
  useSession().end();
  asked.answer = null;
});

test('the household that is not meant is not offered, and another stands in its place', async () => {
  const hit = (id: string) => ({ id, head_name: id, village_name: '', group_name: '', cause: '', state: '', state_year: null, last_visit_on: null });
  asked.answer = { total: 4, hits: ['H1', 'H2', 'H3'].map(hit) };
  const w = mount(HouseholdPicker, { props: { label: '农户', hint: '', without: 'H2', limit: 2 } });
  await w.find('input').setValue('h');
  expect(asked.request()).toEqual({ q: 'h', limit: 3 });
  expect(w.findAll('.hit .name').map((name) => name.text())).toEqual(['H1', 'H3']);
  expect(w.text()).toContain('共 3 户');
  asked.answer = null;
});

test('Ctrl+Enter is the form’s, also while a household is looked for', async () => {
  const saved = vi.fn();
  const w = mount(HouseholdPicker, { props: { label: '农户', hint: '' }, attachTo: document.body });
  document.body.addEventListener('keydown', saved);
  await w.find('input').trigger('keydown', { key: 'Enter' });
  expect(saved).not.toHaveBeenCalled();
  await w.find('input').trigger('keydown', { key: 'Enter', ctrlKey: true });
  expect(saved).toHaveBeenCalledOnce();
  document.body.removeEventListener('keydown', saved);
  w.unmount();
});

test('in the place of what was pressed it has the focus, and takes it from nobody', async () => {
  const mounted = () => mount(HouseholdPicker, { props: { label: '农户', hint: '' }, attachTo: document.body });
  const first = mounted();
  await flushPromises();
  expect(document.activeElement).toBe(first.find('input').element);
  const second = mounted();
  await flushPromises();
  expect(document.activeElement).toBe(first.find('input').element);
  first.unmount();
  second.unmount();
});

test('a search that failed takes away what was found before, says so, and can be tried again', async () => {
  const hit = { id: 'H1', head_name: '张德顺', village_name: '石磨坪村', group_name: '上坪组', cause: '01', state: '1', state_year: 2016, last_visit_on: null };
  asked.answer = { total: 9, hits: [hit] };
  const w = mount(HouseholdPicker, { props: { label: '农户', hint: '' }, slots: { default: '没有这一户' }, attachTo: document.body });
  const field = w.find('input');
  await field.setValue('zd');
  expect(w.findAll('.hit')).toHaveLength(1);
  asked.error.value = { code: 'internal', detail: '', violations: [] };
  await flushPromises();
  await field.trigger('keydown', { key: 'Enter' });
  expect([w.findAll('.hit').length, w.emitted('pick')]).toEqual([0, undefined]);
  expect(w.find('[role=alert]').text()).toContain('农户档案读不出来：程序出错了。');
  expect(w.text()).not.toMatch(/没有这一户|共 9/u);
  // The next letter asks anew; until there is an answer, nothing stands there that was not asked for.
  asked.error.value = null;
  await flushPromises();
  expect(w.findAll('.hit')).toHaveLength(0);
  asked.error.value = { code: 'internal', detail: '', violations: [] };
  await flushPromises();
  asked.refetch = () => {
    asked.error.value = null;
    asked.data.value = { total: 1, hits: [hit] };
  };
  w.find<HTMLButtonElement>('[role=alert] button').element.focus();
  await w.find('[role=alert] button').trigger('click');
  await flushPromises();
  expect(w.findAll('.hit')).toHaveLength(1);
  expect(document.activeElement).toBe(field.element);
  w.unmount();
  asked.answer = null;
});
