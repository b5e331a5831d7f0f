import { afterEach, expect, test } from 'vitest';
import { i18n } from '@/locales';
import { errorThen, unreadableText } from './useErrorText';

const full = { code: 'disk_full', detail: '', violations: [] };
afterEach(() => (i18n.global.locale.value = 'zh-CN'));

test('what happened and what to do are two sentences', () => {
  expect(errorThen(full, '点重试。')).toBe('磁盘满了，先清出 200\u00a0MB。点重试。');
  i18n.global.locale.value = 'en';
  expect(errorThen(full, 'Retry.')).toBe('The disk is full: free 200\u00a0MB first. Retry.');
});
test('what cannot be read says why', () => {
  expect(unreadableText('变更记录', full)).toBe('变更记录读不出来：磁盘满了，先清出 200\u00a0MB。');
  i18n.global.locale.value = 'en';
  expect(unreadableText('The changes', full)).toBe('The changes cannot be read. The disk is full: free 200\u00a0MB first.');
});
