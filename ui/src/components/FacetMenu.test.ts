import { mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import { nextTick } from 'vue';
import FacetMenu from './FacetMenu.vue';

const menu = async (options: { code: string; label: string; count: number }[], chosen: string[] = []) => {
  const w = mount(FacetMenu, { props: { label: '组', options, chosen }, attachTo: document.body });
  await w.find('button').trigger('click');
  await nextTick();
  return w;
};
const GROUPS = [
  { code: '上坪组', label: '上坪组', count: 3 },
  { code: '下坪组', label: '下坪组', count: 2 },
];

test('a menu without options takes the focus, and Esc gives it back', async () => {
  const w = await menu([]);
  expect(w.find('.list').element.contains(document.activeElement)).toBe(true);
  (document.activeElement as HTMLElement).dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  await nextTick();
  expect(w.find('.list').exists()).toBe(false);
  expect(document.activeElement).toBe(w.find('button').element);
  w.unmount();
});
test('Esc on the opener closes its menu, and only when it is open', async () => {
  const w = await menu(GROUPS);
  w.find('button').element.focus();
  await w.find('button').trigger('keydown', { key: 'Escape' });
  expect(w.find('.list').exists()).toBe(false);
  const esc = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true });
  w.find('button').element.dispatchEvent(esc);
  expect(esc.defaultPrevented).toBe(false);
  w.unmount();
});
test('the menu closes when the focus goes elsewhere, from the opener too', async () => {
  const w = await menu(GROUPS);
  await w.find('input').trigger('focusout', { relatedTarget: w.find('button').element });
  expect(w.find('.list').exists()).toBe(true);
  await w.find('button').trigger('focusout', { relatedTarget: document.body });
  expect(w.find('.list').exists()).toBe(false);
  w.unmount();
});
test('what was taken away stays where it was, with 0, until the menu closes', async () => {
  const w = await menu(GROUPS, ['上坪组']);
  expect(document.activeElement).toBe(w.findAll('input')[0]?.element);
  await w.findAll('input')[0]?.setValue(false);
  expect(w.emitted('update:chosen')).toEqual([[[]]]);
  await w.setProps({ chosen: [], options: GROUPS.slice(1) });
  expect(w.findAll('.option').map((o) => o.text())).toEqual(['上坪组0', '下坪组2']);
  expect(document.activeElement).toBe(w.findAll('input')[0]?.element);
  await w.find('button').trigger('click');
  await w.find('button').trigger('click');
  expect(w.findAll('.option').map((o) => o.text())).toEqual(['下坪组2']);
  w.unmount();
});
