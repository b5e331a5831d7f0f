/** The drawer 改户档: values as shown, and what of them was changed. */
import type { Cell, RecordView, SaveRequest, Typed } from '@/api/generated';
import type { CodeList } from '@/lib/codes';
import { readNumber } from '@/lib/typed';

export interface Field {
  name: string;
  kind: 'text' | 'code' | 'codes' | 'year' | 'number' | 'date' | 'secret' | 'flag' | 'money' | 'person';
  /** The code list whose labels the choice shows. */
  list?: CodeList;
  group: string;
  /** Its name where the field's own says too little: a code of a list. */
  named?: readonly [CodeList, string];
}

/** Only what a county's forms use; names as in the record. */
export const HOUSEHOLD_FIELDS: readonly Field[] = [
  { name: 'state', kind: 'code', list: 'state', group: 'state' },
  { name: 'out_of_poverty_year', kind: 'year', group: 'state' },
  { name: 'causes', kind: 'codes', list: 'cause', group: 'state' },
  { name: 'attribute', kind: 'code', list: 'attribute', group: 'state' },
  { name: 'helper_name', kind: 'person', group: 'contact' },
  { name: 'phone', kind: 'secret', group: 'contact' },
  { name: 'address', kind: 'text', group: 'contact' },
  { name: 'group_name', kind: 'text', group: 'contact' },
  { name: 'water_safe', kind: 'flag', group: 'living' },
  { name: 'house_unsafe', kind: 'flag', group: 'living' },
  { name: 'house_grade', kind: 'code', list: 'house_grade', group: 'living' },
  { name: 'bank_name', kind: 'text', group: 'bank' },
  { name: 'bank_account', kind: 'secret', group: 'bank' },
];

export const MEMBER_FIELDS: readonly Field[] = [
  { name: 'name', kind: 'text', group: 'person' },
  { name: 'relation', kind: 'code', list: 'relation', group: 'person' },
  { name: 'id_number', kind: 'secret', group: 'person' },
  { name: 'phone', kind: 'secret', group: 'person' },
  { name: 'education', kind: 'code', list: 'education', group: 'person' },
  { name: 'schooling', kind: 'code', list: 'schooling', group: 'person' },
  { name: 'health', kind: 'secret', list: 'health', group: 'work' },
  { name: 'labour', kind: 'code', list: 'labour', group: 'work' },
  { name: 'work_where', kind: 'code', list: 'work_where', group: 'work' },
  { name: 'work_months', kind: 'number', group: 'work' },
];

/** 工资性收入 of a year is a row of its own. */
export const WAGE = 'AAC073';
export const INCOME_FIELDS: readonly Field[] = [{ name: 'amount_fen', kind: 'money', group: 'income', named: ['income_item', WAGE] }];

export type Values = Record<string, string | string[]>;

const text = (cell: Cell | undefined): string => (cell === null || cell === undefined ? '' : String(cell));

export function splitCodes(cell: Cell | undefined): string[] {
  const s = text(cell).trim();
  if (s.startsWith('[')) {
    try {
      const read: unknown = JSON.parse(s);
      if (Array.isArray(read)) return read.map(String);
    } catch {
      return [s];
    }
  }
  return s.split(/[,，、;；\s]+/u).filter(Boolean);
}

/** A masked value is never put into a field: an empty secret field means “stays as it is”. */
export function valuesOf(view: RecordView, fields: readonly Field[]): Values {
  const out: Values = {};
  for (const f of fields) {
    const cell = view.fields[f.name];
    if (f.kind === 'secret') out[f.name] = '';
    else if (f.kind === 'money') out[f.name] = typeof cell === 'number' ? String(cell / 100) : '';
    else out[f.name] = f.kind === 'codes' ? splitCodes(view.fields[f.name]) : text(view.fields[f.name]);
  }
  return out;
}

const same = (a: string | string[], b: string | string[]): boolean => (Array.isArray(a) && Array.isArray(b) ? a.join('\n') === b.join('\n') : a === b);

/** The names of the fields that differ from what the form was opened with. */
export function changedFields(before: Values, now: Values, fields: readonly Field[]): string[] {
  return fields.filter((f) => !same(trimmed(before[f.name]), trimmed(now[f.name]))).map((f) => f.name);
}

const trimmed = (v: string | string[] | undefined): string | string[] => (Array.isArray(v) ? v : (v ?? '').trim());

export function cellOf(field: Field, value: string | string[]): Typed {
  if (Array.isArray(value)) return value;
  const s = value.trim();
  // 健康 is a list of codes behind its mask.
  if (field.kind === 'secret' && field.list) return s === '' ? [] : [s];
  if (s === '') return field.kind === 'text' || field.kind === 'person' ? '' : null;
  // What is no number goes as it was typed, and the rule answers beside the field.
  if (field.kind === 'money') {
    const yuan = readNumber(s, 2).value;
    return yuan === null ? s : Math.round(yuan * 100);
  }
  return field.kind === 'year' || field.kind === 'number' || field.kind === 'flag' ? (readNumber(s, 0).value ?? s) : s;
}

export function saveOf(id: string, base: number, before: Values, now: Values, fields: readonly Field[], reason: string): SaveRequest {
  const out: Record<string, Typed> = {};
  for (const name of changedFields(before, now, fields)) {
    const field = fields.find((f) => f.name === name);
    if (field) out[name] = cellOf(field, trimmed(now[name]));
  }
  return { id, base, fields: out, reason: reason.trim() || null };
}

/** What the county changed since the form was opened, of the fields that this form shows. */
export function changedMeanwhile(opened: RecordView, current: RecordView, fields: readonly Field[]): string[] {
  if (opened.version === current.version) return [];
  return fields.filter((f) => text(opened.fields[f.name]) !== text(current.fields[f.name])).map((f) => f.name);
}
