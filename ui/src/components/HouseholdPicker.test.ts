import { flushPromises, mount } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import { ref, toValue } from 'vue';
import type { Session } from '@/api/generated';
import { useSession } from '@/composables/useSession';

const asked = vi.hoisted(() => ({ request: (): unknown => null, answer: null as unknown }));
vi.mock('@/api/client', () => ({
  useQuery: (_: string, request: () => unknown) => {
    asked.request = () => toValue(request);
    return { data: ref(asked.answer) };
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
