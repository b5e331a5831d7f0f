import type { HistoryRow } from '@/api/generated';
import type { CodeList } from '@/lib/codes';
import { BORN_FIELDS, HOUSEHOLD_FIELDS, MEMBER_FIELDS, type Field } from './editForm';

const MEASURE: Readonly<Record<string, CodeList>> = { class: 'measure_class', state: 'measure_state' };

/** Whose words a changed code is shown in; undefined where the value speaks for itself. */
const PLAN: Readonly<Record<string, CodeList>> = { item: 'plan_item' };
const HOUSING: Readonly<Record<string, CodeList>> = { kind: 'housing_kind', state: 'housing_state' };

const FIELDS: Readonly<Record<string, readonly Field[]>> = { household: HOUSEHOLD_FIELDS, member: [...MEMBER_FIELDS, ...BORN_FIELDS] };
/** The field as the forms know it; a masked one says nothing of itself. */
export const fieldOf = (record: string, name: string): Field | undefined => FIELDS[record]?.find((f) => f.name === name && f.kind !== 'secret');

export function codeListOf(record: string, field: string): CodeList | undefined {
  if (record === 'measure') return MEASURE[field];
  if (record === 'household_plan_line') return PLAN[field];
  if (record === 'housing_solution') return HOUSING[field];
  if (record === 'status_event') return field === 'kind' ? 'status_event' : undefined;
  return FIELDS[record]?.find((f) => f.name === field)?.list;
}

/** A row of the history, and what the same act wrote besides. */
export interface HistoryLine {
  row: HistoryRow;
  more: readonly HistoryRow[];
}

const isEvent = (row: HistoryRow): boolean => row.record === 'status_event' && row.field === 'created';
const actOf = (row: HistoryRow): string => `${row.at_ms}/${row.by_name}`;

/** An event is told in one line, with the fields it changed folded behind it. */
export function historyLines(rows: readonly HistoryRow[]): HistoryLine[] {
  const acts = new Map<string, HistoryRow[]>();
  for (const row of rows) if (isEvent(row) && !acts.has(actOf(row))) acts.set(actOf(row), []);
  const lines: HistoryLine[] = [];
  for (const row of rows) {
    const act = acts.get(actOf(row));
    if (isEvent(row)) lines.push({ row, more: act ?? [] });
    else if (act) act.push(row);
    else lines.push({ row, more: [] });
  }
  return lines;
}
