import { flushPromises, mount } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import { ref, toValue } from 'vue';

const asked = vi.hoisted(() => ({ request: (): unknown => null }));
vi.mock('@/api/client', () => ({
  useQuery: (_: string, request: () => unknown) => {
    asked.request = () => toValue(request);
    return { data: ref(null) };
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
