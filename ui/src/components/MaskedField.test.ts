import { flushPromises, mount } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import { ApiFailure } from '@/platform/types';

const asked = vi.hoisted(() => [] as unknown[]);
const world = vi.hoisted(() => ({ refuses: '' }));
vi.mock('@/api/client', () => ({
  call: async (_name: string, request: { id: string }) => {
    asked.push(request);
    if (world.refuses) throw new ApiFailure({ code: world.refuses, detail: '', violations: [] });
    return { value: `99012819610302${request.id}` };
  },
  changed: () => undefined,
  onChanged: () => () => undefined,
  useQuery: () => ({}),
}));
const { useToast } = await import('@/composables/useToast');
const { default: MaskedField } = await import('./MaskedField.vue');
const props = { record: 'member', id: '1234', field: 'id_number', value: '990128********1234', what: '身份证号' };

test('nothing is asked for and nothing shown before the eye is pressed', async () => {
  const w = mount(MaskedField, { props });
  expect(w.text()).toContain('990128********1234');
  expect(asked).toEqual([]);
  await w.find('button').trigger('click');
  await flushPromises();
  expect(asked).toEqual([{ record: 'member', id: '1234', field: 'id_number' }]);
  expect(w.text()).toContain('990128196103021234');
  w.unmount();
});
test('what was revealed of one person never stands at another', async () => {
  const w = mount(MaskedField, { props });
  await w.find('button').trigger('click');
  await flushPromises();
  await w.setProps({ id: '5678', value: '990128********5678' });
  expect(w.text()).toContain('990128********5678');
  expect(w.text()).not.toContain('19610302');
  w.unmount();
});
test('it is masked again when the window loses the focus', async () => {
  const w = mount(MaskedField, { props });
  await w.find('button').trigger('click');
  await flushPromises();
  window.dispatchEvent(new Event('blur'));
  await flushPromises();
  expect(w.text()).toContain('990128********1234');
  w.unmount();
});
test('what could not be shown is told as no success', async () => {
  world.refuses = 'disk_full';
  const w = mount(MaskedField, { props });
  await w.find('button').trigger('click');
  await flushPromises();
  expect(w.text()).toContain('990128********1234');
  expect(useToast().toasts.value.map((x) => [x.failed, x.text.includes('磁盘满了')])).toEqual([[true, true]]);
  world.refuses = '';
  w.unmount();
});
