import { flushPromises, mount } from '@vue/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import { ApiFailure } from '@/platform/types';

const asked = vi.hoisted(() => [] as [string, unknown][]);
const refuse = vi.hoisted(() => ({ code: '' }));
vi.mock('@/api/client', () => ({
  call: async (name: string, request: unknown) => {
    asked.push([name, request]);
    if (name === 'shell.state') return { tries_left: 3, wait_seconds: 0, profile: 'open' };
    if (refuse.code) throw new ApiFailure({ code: refuse.code, detail: '', violations: [] });
    return name === 'shell.make_recovery' ? { key: '7KQ2M-9XD4T-0HZWB-6R3CV-PE8NA' } : {};
  },
  changed: () => undefined,
  onChanged: () => () => undefined,
  useQuery: () => ({}),
  PATIENCE_MS: 120,
}));
const { default: PassphraseDialog } = await import('./PassphraseDialog.vue');
const { default: RecoveryDialog } = await import('./RecoveryDialog.vue');
const { default: DataTab } = await import('./DataTab.vue');
const { default: RestoreDialog } = await import('@/components/RestoreDialog.vue');

beforeEach(() => {
  asked.length = 0;
  refuse.code = '';
  document.body.innerHTML = '<div id="overlays"></div>';
});
const fields = (): HTMLInputElement[] => [...document.querySelectorAll<HTMLInputElement>('input[type=password]')];
function type(at: number, text: string): void {
  const field = fields()[at] as HTMLInputElement;
  field.value = text;
  field.dispatchEvent(new Event('input'));
}
async function submit(): Promise<void> {
  document.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
  await flushPromises();
}
const words = (): string => document.querySelector('#overlays')?.textContent ?? '';

test('nothing is changed before the new passphrase is long enough and twice the same', async () => {
  const w = mount(PassphraseDialog);
  type(0, '原来的口令');
  type(1, '太短');
  await submit();
  expect(asked).toEqual([]);
  type(1, '新的口令也有八位');
  type(2, '新的口令也有九位');
  await submit();
  expect(asked).toEqual([]);
  expect(words()).toContain('两次输入不一样。');
  type(2, '新的口令也有八位');
  await flushPromises();
  await submit();
  expect(asked).toEqual([['shell.change_passphrase', { old: '原来的口令', new: '新的口令也有八位' }]]);
  expect(w.emitted('close')).toHaveLength(1);
  w.unmount();
});
test('a wrong passphrase says how many tries are left and keeps the new one', async () => {
  refuse.code = 'wrong_passphrase';
  const w = mount(PassphraseDialog);
  type(0, '不对的');
  type(1, '新的口令也有八位');
  type(2, '新的口令也有八位');
  await flushPromises();
  await submit();
  expect(words()).toContain('口令不对，还能试 3 次。');
  expect(fields().map((f) => f.value)).toEqual(['', '新的口令也有八位', '新的口令也有八位']);
  expect(document.activeElement).toBe(fields()[0]);
  expect(w.emitted('close')).toBeUndefined();
  w.unmount();
});
test('a recovery key that is shown goes only when its owner says that it is noted', async () => {
  const w = mount(RecoveryDialog, { props: { again: false } });
  type(0, '口令八位以上的');
  await submit();
  expect(words()).toContain('7KQ2M-9XD4T-0HZWB-6R3CV-PE8NA');
  expect(fields()).toEqual([]);
  const close = document.querySelector<HTMLElement>('[role=dialog] header button');
  close?.click();
  await flushPromises();
  expect(w.emitted('close')).toBeUndefined();
  const noted = document.querySelector<HTMLInputElement>('input[type=checkbox]') as HTMLInputElement;
  noted.checked = true;
  noted.dispatchEvent(new Event('change'));
  await flushPromises();
  close?.click();
  await flushPromises();
  expect(w.emitted('close')).toHaveLength(1);
  w.unmount();
});
test('a refused restore says what is wrong with the backup and that nothing was touched', async () => {
  const w = mount(RestoreDialog, { props: { name: '1-1.zhucun', what: '1 天前' }, global: { stubs: { RouterLink: true } } });
  for (const [code, text] of [['file_damaged', '这个备份不完整'], ['another_person', '这是别人的备份'], ['unsent', '还有没交的'], ['wrong_passphrase', '备份那天的口令；本机的数据没有动']] as const) {
    refuse.code = code;
    type(0, '口令八位以上的');
    await submit();
    expect(words()).toContain(text);
    // The passphrase is at fault for itself alone.
    expect(fields()[0]?.getAttribute('aria-invalid')).toBe(code === 'wrong_passphrase' ? 'true' : null);
  }
  expect(asked.find(([name]) => name === 'shell.restore')).toEqual(['shell.restore', { passphrase: '口令八位以上的', name: '1-1.zhucun' }]);
  w.unmount();
});

test('a state of the file that cannot be read leaves the backup to a stick and the way back where they are', async () => {
  refuse.code = 'disk_full';
  const w = mount(DataTab, { global: { stubs: { RouterLink: { template: '<a><slot /></a>' } } } });
  await flushPromises();
  expect(w.find('[role=alert]').text()).toContain('备份情况读不出来');
  expect(w.findAll('button').map((b) => b.text())).toEqual(['备份', '选备份文件', '重试']);
  w.unmount();
});
