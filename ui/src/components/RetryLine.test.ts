import { mount } from '@vue/test-utils';
import { afterEach, expect, test } from 'vitest';
import { defineComponent, nextTick, ref } from 'vue';
import RetryLine from './RetryLine.vue';

const failed = ref(true);
const empty = ref(false);
const card = (inside: string) => defineComponent({ components: { RetryLine }, setup: () => ({ failed, empty }), template: `<div id="pane" tabindex="0">${inside}</div>` });
const LINE = '<RetryLine v-if="failed" text="读不出来。" @retry="failed = false" />';
const at = (): string => document.activeElement?.id ?? '';

async function press(inside: string): Promise<() => void> {
  failed.value = true;
  const w = mount(card(inside), { attachTo: document.body });
  w.find('button').element.focus();
  await w.find('button').trigger('click');
  await nextTick();
  await nextTick();
  return () => w.unmount();
}
afterEach(() => {
  empty.value = false;
  document.body.replaceChildren();
});

test('the line that has gone leaves the focus with its card, or with its heading', async () => {
  let end = await press(`<section id="card" tabindex="-1"><h2 id="head">变更</h2>${LINE}</section>`);
  expect(at()).toBe('card');
  end();
  end = await press(`<section id="card"><h3 id="head">照片</h3>${LINE}</section>`);
  expect(at()).toBe('head');
  end();
  end = await press(`<details open><summary id="head" tabindex="0">谁改过</summary>${LINE}</details>`);
  expect(at()).toBe('head');
  end();
});
test('a card that goes with its line leaves it to the pane around', async () => {
  const end = await press(`<section v-if="failed"><h3>改过的</h3>${LINE}</section>`);
  expect(at()).toBe('pane');
  end();
});
test('it takes the focus from nobody', async () => {
  failed.value = true;
  const w = mount(card(`<input id="field" /><section><h3 id="head">照片</h3>${LINE}</section>`), { attachTo: document.body });
  w.find('input').element.focus();
  failed.value = false;
  await nextTick();
  await nextTick();
  expect(at()).toBe('field');
  w.unmount();
});
