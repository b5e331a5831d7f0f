import { flushPromises, mount } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import type { ShellState } from '@/api/generated';

const world = vi.hoisted(() => ({ answer: undefined as unknown as (name: string) => Promise<unknown> }));
vi.mock('@/platform/current', () => ({ platform: { side: 'laptop', call: (name: string) => world.answer(name) } }));
const { default: EnrolPage } = await import('./enrol/EnrolPage.vue');
const { default: RecoverForm } = await import('./unlock/RecoverForm.vue');
const { default: UnlockPage } = await import('./unlock/UnlockPage.vue');

const state = (more: Partial<ShellState>): ShellState => ({ profile: 'locked', detail: '', name: '侯立国', place: '', pending: 0, last_sync_at_ms: null, tries_left: 4, wait_seconds: 0, fetched: 0, percent: null, parts: [], others: [], ...more }) as ShellState;
const focused = (): string => document.activeElement?.tagName ?? '';

test('a field that waits for the lock to pass keeps the focus, and can be typed in after', async () => {
  vi.useFakeTimers();
  const w = mount(UnlockPage, { props: { state: state({ wait_seconds: 2 }) }, attachTo: document.body });
  const field = w.find('input');
  expect(document.activeElement).toBe(field.element);
  expect([field.attributes('readonly'), field.attributes('disabled')]).toEqual(['', undefined]);
  await vi.advanceTimersByTimeAsync(2000);
  expect(document.activeElement).toBe(field.element);
  expect(field.attributes('readonly')).toBeUndefined();
  w.unmount();
  vi.useRealTimers();
});

async function toStepTwo() {
  const w = mount(EnrolPage, { props: { resume: false, others: [] }, attachTo: document.body });
  await flushPromises();
  const [server, code] = w.findAll('input');
  await server?.setValue('https://county.example');
  await code?.setValue('ABCD2345EFGH');
  await w.find('form').trigger('submit');
  await flushPromises();
  for (const field of w.findAll('input')) await field.setValue('jiu-shi-er-tiao-lu-2018');
  return w;
}
test('fetching has the focus on its heading, which alone is announced', async () => {
  world.answer = async (name) => (name === 'shell.enrol' ? state({ profile: 'fetching' }) : new Promise(() => undefined));
  const w = await toStepTwo();
  w.findAll('input')[1]?.element.focus();
  await w.find('form').trigger('submit');
  await flushPromises();
  expect(focused()).toBe('H2');
  expect(w.findAll('[role=status]').map((e) => e.text())).toEqual([w.find('h2').text()]);
  w.unmount();
});
test('an enrolment that failed is back at its first field', async () => {
  world.answer = async () => Promise.reject(new Error('cut'));
  const w = await toStepTwo();
  await w.find('form').trigger('submit');
  await flushPromises();
  expect(w.find('[role=alert]').exists()).toBe(true);
  expect(document.activeElement).toBe(w.findAll('input')[0]?.element);
  w.unmount();
});
test('a recovery key that was wrong and has to wait leaves the focus on its field', async () => {
  world.answer = async (name) => (name === 'shell.recover' ? Promise.reject({ code: 'wrong_passphrase', detail: '', violations: [] }) : state({ wait_seconds: 9, tries_left: 0 }));
  const w = mount(RecoverForm, { props: { waits: false, onState: () => void w.setProps({ waits: true }) }, attachTo: document.body });
  const [key, ...words] = w.findAll('input');
  await key?.setValue('ABCDEFGHJKLMNPQRSTUVWXYZ2');
  for (const field of words) await field.setValue('jiu-shi-er-tiao-lu-2018');
  const button = w.find<HTMLButtonElement>('button[type=submit]');
  button.element.focus();
  await w.find('form').trigger('submit');
  await flushPromises();
  expect(button.attributes('disabled')).toBeDefined();
  expect(document.activeElement).toBe(key?.element);
  w.unmount();
});
