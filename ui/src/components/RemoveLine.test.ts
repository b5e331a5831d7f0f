import { flushPromises, mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import RemoveLine from './RemoveLine.vue';

test('while it is deleted the button keeps the focus and nothing is sent again', async () => {
  const sent: string[] = [];
  let fails = (): void => undefined;
  const remove = (reason: string): Promise<void> => {
    sent.push(reason);
    return new Promise((_, failed) => (fails = () => failed(new Error('cut'))));
  };
  const w = mount(RemoveLine, { props: { act: '删除', remove }, attachTo: document.body });
  await w.find('input').setValue('记重了');
  const button = w.find<HTMLButtonElement>('button');
  button.element.focus();
  await w.find('form').trigger('submit');
  expect(document.activeElement).toBe(button.element);
  expect([button.attributes('disabled'), button.attributes('aria-disabled')]).toEqual([undefined, 'true']);
  await button.trigger('click');
  await w.find('form').trigger('submit');
  expect(sent).toEqual(['记重了']);
  fails();
  await flushPromises();
  await w.find('form').trigger('submit');
  expect(sent).toHaveLength(2);
  w.unmount();
});
test('what fails does not mark the reason as wrong, and who thinks better of it goes back', async () => {
  const w = mount(RemoveLine, { props: { act: '删除', remove: () => Promise.reject(new Error('cut')) }, attachTo: document.body });
  await w.find('form').trigger('submit');
  expect(w.find('input').attributes('aria-invalid')).toBe('true');
  await w.find('input').setValue('记重了');
  await w.find('form').trigger('submit');
  await flushPromises();
  expect(w.find('[role=alert]').text()).toContain('没删成');
  expect(w.find('input').attributes('aria-invalid')).toBeUndefined();
  await w.findAll('button').find((b) => b.text() === '不删了')?.trigger('click');
  expect(w.emitted('cancel')).toHaveLength(1);
  w.unmount();
});
test('no button in the program is disabled because it is at work: it would give up the focus', () => {
  const sources = import.meta.glob<string>('../**/*.vue', { query: '?raw', import: 'default', eager: true });
  const found = Object.entries(sources).flatMap(([file, source]) => [...source.matchAll(/:disabled="[^"]*\b(busy|saving|loading)\b[^"]*"/g)].map(([what]) => `${file} ${what}`));
  expect(Object.keys(sources).length).toBeGreaterThan(50);
  expect(found).toEqual([]);
});
