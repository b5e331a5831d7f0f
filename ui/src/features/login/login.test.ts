import { flushPromises, mount } from '@vue/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import { ApiFailure } from '@/platform/types';

const county = vi.hoisted(() => ({ refuses: '', asked: 0 }));
vi.mock('@/api/client', () => ({ call: async () => ({}) }));
vi.mock('@/platform/current', () => ({
  platform: {
    side: 'console',
    login: async () => {
      county.asked += 1;
      if (county.refuses) throw new ApiFailure({ code: county.refuses, detail: '', violations: [] });
    },
  },
}));
const { default: LoginPage } = await import('./LoginPage.vue');

beforeEach(() => {
  localStorage.clear();
  county.asked = 0;
});
async function tryWith(refuses: string): Promise<ReturnType<typeof mount>> {
  county.refuses = refuses;
  const w = mount(LoginPage, { attachTo: document.body });
  await w.findAll('input')[0]?.setValue('chengyibai');
  await w.findAll('input')[1]?.setValue('山里的灯');
  await w.find('form').trigger('submit');
  await flushPromises();
  return w;
}
const password = (w: ReturnType<typeof mount>): HTMLInputElement => w.findAll('input')[1]?.element as HTMLInputElement;

test('a server that does not answer is no fault of the password: it stays, and is sent again as it is', async () => {
  const w = await tryWith('no_connection');
  expect(w.find('[role=alert]').text()).toBe('没有登录成：连不上县服务器，已填的内容留在这里。');
  expect([password(w).value, password(w).getAttribute('aria-invalid')]).toEqual(['山里的灯', null]);
  county.refuses = '';
  await w.find('form').trigger('submit');
  await flushPromises();
  expect([county.asked, w.emitted('open')?.length, w.find('[role=alert]').exists()]).toEqual([2, 1, false]);
  w.unmount();
});
test('a wrong password is said at its field, which is empty again', async () => {
  const w = await tryWith('wrong_password');
  expect(w.find('[role=alert]').text()).toBe('账号或口令不对。');
  expect([password(w).value, password(w).getAttribute('aria-invalid')]).toEqual(['', 'true']);
  w.unmount();
});
test('the language can be chosen before anybody has logged in', async () => {
  const w = await tryWith('wrong_password');
  await w.findAll('button').find((b) => b.text() === 'English')?.trigger('click');
  expect(w.find('h1').text()).toBe('Log in to the county server');
  await w.findAll('button').find((b) => b.text() === '简体中文')?.trigger('click');
  expect(w.find('h1').text()).toBe('登录县服务器');
  w.unmount();
});
