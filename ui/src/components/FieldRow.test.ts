import { mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import FieldRow from './FieldRow.vue';

const row = (props: object) => mount(FieldRow, { props: { label: '联系电话', ...props }, slots: { default: '<input />' }, attachTo: document.body });
const described = (w: ReturnType<typeof row>): string => {
  const ids = w.find('input').attributes('aria-describedby')?.split(' ') ?? [];
  return ids.map((id) => document.getElementById(id)?.textContent ?? `no ${id}`).join(' | ');
};

test('the name of a field is its label alone, what is wrong with it describes it', async () => {
  const w = row({ error: '电话要 11 位。' });
  const field = w.find('input').element;
  expect(field.labels?.[0]?.textContent).toBe('联系电话');
  expect(described(w)).toBe('电话要 11 位。');
  await w.setProps({ error: '', hint: '手机或座机' });
  expect(described(w)).toBe('手机或座机');
  await w.setProps({ hint: '' });
  expect(w.find('input').attributes('aria-describedby')).toBeUndefined();
  w.unmount();
});

test('a field whose content cannot be taken is marked, and only so long', async () => {
  const w = row({ error: '电话要 11 位。' });
  expect(w.find('input').attributes('aria-invalid')).toBe('true');
  await w.setProps({ error: '' });
  expect(w.find('input').attributes('aria-invalid')).toBeUndefined();
  w.unmount();
});

test('a field of a record says which forms use it', () => {
  const w = row({ of: 'household.bank_account' });
  expect(described(w)).toBe('用在：贫困户信息采集表');
  expect(w.find('input').element.labels?.[0]?.textContent).toBe('联系电话');
  w.unmount();
});
