import { expect, test } from 'vitest';
import { formsOf, formsText } from '@/lib/forms';
import { BORN_FIELDS, HOUSEHOLD_FIELDS, MEMBER_FIELDS } from './editForm';
import { SHOWN_FIELDS } from './shown';

test('every field of a family that is shown or asked for names the form that needs it', () => {
  const asked = [...HOUSEHOLD_FIELDS.map((f) => `household.${f.name}`), ...MEMBER_FIELDS.map((f) => `member.${f.name}`), ...BORN_FIELDS.map((f) => `member.${f.name}`), 'income.year', 'income.item', 'income.amount_fen', ...['kind', 'happened_on', 'member_id', 'reason', 'evidence', 'before', 'after', 'other_household_id'].map((f) => `status_event.${f}`)];
  for (const of of [...asked, ...SHOWN_FIELDS.map((f) => f.of)]) expect(formsOf('zh-CN', of), of).not.toEqual([]);
});

test('editions of one form are named once', () => {
  expect(formsText('zh-CN', 'household.causes')).toBe('贫困户花名册、边缘易致贫人口名单、村级台账');
  expect(formsText('zh-CN', 'visit.met')).toBe('');
});
