import { mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import { nextTick } from 'vue';
import FormsHint from './FormsHint.vue';

test('the list is gone into by Tab and stays; it closes when the focus goes elsewhere', async () => {
  const w = mount(FormsHint, { props: { fields: [{ label: '电话', of: 'household.phone' }] }, attachTo: document.body });
  const button = w.find('button').element;
  button.focus();
  await w.find('button').trigger('click');
  const list = (): HTMLElement => w.find('[role=group]').element as HTMLElement;
  expect(list().tabIndex).toBe(0);
  list().focus();
  await nextTick();
  expect(document.activeElement).toBe(list());
  expect(list().textContent).toContain('这些内容用在哪些表');
  expect(w.find('dd').text()).not.toContain('用在');
  list().blur();
  await nextTick();
  expect(w.find('dl').exists()).toBe(false);
  w.unmount();
});
