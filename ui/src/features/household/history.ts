import type { CodeList } from '@/lib/codes';
import { HOUSEHOLD_FIELDS, MEMBER_FIELDS } from './editForm';

const MEASURE: Readonly<Record<string, CodeList>> = { class: 'measure_class', state: 'measure_state' };

/** Whose words a changed code is shown in; undefined where the value speaks for itself. */
const PLAN: Readonly<Record<string, CodeList>> = { item: 'plan_item' };
const HOUSING: Readonly<Record<string, CodeList>> = { kind: 'housing_kind', state: 'housing_state' };

export function codeListOf(record: string, field: string): CodeList | undefined {
  if (record === 'measure') return MEASURE[field];
  if (record === 'household_plan_line') return PLAN[field];
  if (record === 'housing_solution') return HOUSING[field];
  if (record === 'member' && field === 'gender') return 'gender';
  return (record === 'member' ? MEMBER_FIELDS : record === 'household' ? HOUSEHOLD_FIELDS : []).find((f) => f.name === field)?.list;
}
