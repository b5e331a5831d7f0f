import { mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import { defineComponent, h } from 'vue';
import { useKeys } from './useKeys';

test.each([
  ['input', false],
  ['button', false],
  ['textarea', true],
] as const)('Enter held down in a %s acts again: %s', (tag, again) => {
  const w = mount(defineComponent({ setup: () => (useKeys(() => ({})), () => h(tag)) }), { attachTo: document.body });
  const { element } = w.find(tag);
  const enter = (repeat: boolean): boolean => element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', repeat, bubbles: true, cancelable: true }));
  expect([enter(false), enter(true)]).toEqual([true, again]);
  w.unmount();
});
