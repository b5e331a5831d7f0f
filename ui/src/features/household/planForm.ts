/** Forms of a household's plan and housing, and the words of the figure that a plan comes to. */
import type { ExpectedIncome } from '@/api/generated';
import { yuan } from '@/lib/format';
import type { RecordField } from '@/lib/recordForm';

export const PLAN_GOAL_FIELDS: readonly RecordField[] = [
  { name: 'goal', kind: 'area' },
  { name: 'agreed_on', kind: 'day' },
  { name: 'note', kind: 'area' },
];
export const PLAN_LINE_FIELDS: readonly RecordField[] = [
  { name: 'content', kind: 'text', label: 'plan.col.content', hint: 'plan.contentHint', required: true },
  { name: 'item', kind: 'code', list: 'plan_item', label: 'plan.col.item', required: true },
  { name: 'by_whom', kind: 'text', label: 'plan.col.who', hint: 'plan.whoHint' },
  { name: 'expected_fen', kind: 'money', label: 'plan.col.expected' },
  { name: 'due_on', kind: 'day', ahead: true },
];
export const HOUSING_FIELDS: readonly RecordField[] = [
  { name: 'kind', kind: 'code', list: 'housing_kind', required: true },
  { name: 'state', kind: 'code', list: 'housing_state', required: true },
  { name: 'decided_on', kind: 'day' },
  { name: 'started_on', kind: 'day' },
  { name: 'finished_on', kind: 'day' },
  { name: 'note', kind: 'area' },
];

/** 工资性收入 12,000 + 生产经营性收入 3,000 − 生产经营性支出 1,000. */
export function termsOf(sums: ExpectedIncome, nameOf: (item: string) => string): string {
  return sums.items.map((term, at) => `${term.is_cost ? `${at ? ' ' : ''}− ` : at ? ' + ' : ''}${nameOf(term.item)} ${yuan(term.fen)}`).join('');
}

/** Years that can be planned: those that have a plan, this one and the next. */
export const yearsOf = (known: readonly number[], thisYear: number, chosen: number): number[] => [...new Set([thisYear + 1, thisYear, chosen, ...known])].sort((a, b) => b - a);
