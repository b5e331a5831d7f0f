/** A form over one record: values as they were typed, what of them cannot be read, and what was changed. */
import type { RecordView, SaveRequest, Typed } from '@/api/generated';
import type { TextKey } from '@/locales';
import type { CodeList } from './codes';
import type { Day } from './dates';
import { readDay, readNumber } from './typed';

export interface RecordField {
  name: string;
  kind: 'text' | 'area' | 'code' | 'number' | 'money' | 'day' | 'person' | 'unit';
  /** The codes that are offered. */
  list?: CodeList;
  /** Its name where that of the column says too little. */
  label?: TextKey;
  hint?: TextKey;
  required?: boolean;
  /** A day without a year lies ahead. */
  ahead?: boolean;
}
export type Values = Record<string, string>;
export type Trouble = 'required' | 'number' | 'whole' | 'date' | '';

const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

/** Of a row that is there, else of one to be made. */
export function valuesOf(view: RecordView | null, fresh: Readonly<Record<string, Typed>>, fields: readonly RecordField[]): Values {
  return Object.fromEntries(
    fields.map((f) => {
      const cell = view ? view.fields[f.name] : fresh[f.name];
      return [f.name, f.kind === 'money' && typeof cell === 'number' ? String(cell / 100) : text(cell)];
    }),
  );
}

const typed = (values: Values, name: string): string => (values[name] ?? '').trim();

export function troubleOf(field: RecordField, values: Values, today: Day): Trouble {
  const s = typed(values, field.name);
  if (s === '') return field.required ? 'required' : '';
  if (field.kind === 'day') return readDay(s, today, field.ahead).bad ? 'date' : '';
  if (field.kind !== 'number' && field.kind !== 'money') return '';
  if (!readNumber(s, field.kind === 'money' ? 2 : 0).bad) return '';
  return readNumber(s, 2).bad ? 'number' : 'whole';
}

/** As it is sent; what stops the save is told before. */
export function typedOf(field: RecordField, values: Values, today: Day): Typed {
  const s = typed(values, field.name);
  switch (field.kind) {
    case 'money': {
      const yuan = readNumber(s, 2).value;
      return yuan === null ? null : Math.round(yuan * 100);
    }
    case 'number':
      return readNumber(s, 0).value;
    case 'day':
      return readDay(s, today, field.ahead).value;
    case 'person':
    case 'unit':
      return s || null;
    default:
      return s;
  }
}

/** The same figure or day written otherwise is no change. */
export function changedIn(before: Values, now: Values, fields: readonly RecordField[], today: Day): string[] {
  const same = (f: RecordField): boolean => typed(before, f.name) === typed(now, f.name) || (!troubleOf(f, now, today) && typedOf(f, before, today) === typedOf(f, now, today));
  return fields.filter((f) => !same(f)).map((f) => f.name);
}

/** Of a row that is there only what was changed, of a new one all that holds something. */
export function saveOf(id: string | null, base: number, fresh: Readonly<Record<string, Typed>>, before: Values, now: Values, fields: readonly RecordField[], today: Day, reason: string): SaveRequest {
  const changed = new Set(changedIn(before, now, fields, today));
  const sent: Record<string, Typed> = id ? {} : { ...fresh };
  for (const f of fields) if (id ? changed.has(f.name) : typed(now, f.name) !== '') sent[f.name] = typedOf(f, now, today);
  return { id, base: id ? base : 0, fields: sent, reason: reason.trim() || null };
}
