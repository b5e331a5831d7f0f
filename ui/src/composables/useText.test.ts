import { expect, test } from 'vitest';
import { i18n } from '@/locales';
import { useText } from './useText';

test('a count is written with its thousands, and still chooses between one and many', () => {
  const { t } = useText();
  expect(t('common.rows', { n: 12041 })).toBe('共 12,041 行');
  i18n.global.locale.value = 'en';
  expect([1, 2, 12041].map((n) => t('common.rows', { n }))).toEqual(['1 row', '2 rows', '12,041 rows']);
  i18n.global.locale.value = 'zh-CN';
});

test('a year is no count', () => {
  expect(useText().t('plan.add', { y: 2018 })).not.toContain(',');
  expect(useText().t('plan.noGoal', { y: 2018 })).toBe('2018年还没有写目标。');
});
