import { mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import { defineComponent, h, nextTick, ref } from 'vue';
import StateBlock from './StateBlock.vue';

async function after(around: 'list' | 'pane', press: boolean): Promise<{ to: Element | null; list: Element | null; pane: Element | null }> {
  const there = ref(false);
  const List = defineComponent(() => () => [
    there.value && around === 'list' ? h('div', { tabindex: 0, 'data-list': '' }) : null,
    around === 'pane' ? h('div', { tabindex: 0, 'data-list': '' }) : null,
    h('aside', { tabindex: 0 }, around === 'pane' && !there.value ? [h(StateBlock, { kind: 'error', act: '重试' })] : []),
    around === 'list' && !there.value ? h(StateBlock, { kind: 'empty', act: '记一条' }) : null,
  ]);
  const w = mount(defineComponent(() => () => h('main', { tabindex: -1 }, [h('input'), h(List)])), { attachTo: document.body });
  w.find<HTMLElement>(press ? 'button' : 'input').element.focus();
  there.value = true;
  await nextTick();
  await nextTick();
  const found = { to: document.activeElement, list: w.find('[data-list]').element, pane: w.find('aside').element };
  if (!press) expect(found.to).toBe(w.find('input').element);
  w.unmount();
  return found;
}

test('when the list comes in the place of a block that has the focus, the list has it', async () => {
  const { to, list } = await after('list', true);
  expect(to).toBe(list);
});
test('in a pane the pane has it', async () => {
  const { to, pane } = await after('pane', true);
  expect(to).toBe(pane);
});
test('who is elsewhere stays there', () => after('list', false));

test('what went wrong is a whole sentence, with one full stop', () => {
  const said = (text: string): string => mount(StateBlock, { props: { kind: 'error', title: '农户档案读不出来', text } }).find('p').text();
  expect([said('磁盘满了，先清出 200 MB'), said('磁盘满了。点重试。')]).toEqual(['磁盘满了，先清出 200 MB。', '磁盘满了。点重试。']);
  expect(mount(StateBlock, { props: { kind: 'error', title: '农户档案读不出来' } }).find('p').exists()).toBe(false);
});
