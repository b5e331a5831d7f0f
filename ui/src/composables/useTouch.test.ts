import { mount } from '@vue/test-utils';
import { afterEach, expect, test, vi } from 'vitest';
import { defineComponent, h } from 'vue';
import { EVERY_MS, useTouch } from './useTouch';

afterEach(() => vi.restoreAllMocks());

function mounted(touch: () => void): { unmount(): void } {
  return mount(defineComponent({ setup: () => (useTouch(touch), () => h('i')) }));
}

test('a keystroke is told at once, and the next ones only after a while', () => {
  let now = 1_000;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const touch = vi.fn();
  const page = mounted(touch);
  for (let i = 0; i < 20; i++) dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));
  expect(touch).toHaveBeenCalledTimes(1);
  now += EVERY_MS;
  dispatchEvent(new MouseEvent('mousemove'));
  expect(touch).toHaveBeenCalledTimes(2);
  page.unmount();
  now += EVERY_MS;
  dispatchEvent(new MouseEvent('mousemove'));
  expect(touch).toHaveBeenCalledTimes(2);
});
