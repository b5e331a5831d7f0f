import type { Cell, MeasureRow, SaveRequest } from '@/api/generated';
import { diffDays, type Day } from '@/lib/dates';
import { readDay, readNumber } from '@/lib/typed';

export const SOON_DAYS = 7;
/** Farther away than this, the date itself says more than a number of days. */
export const FAR_DAYS = 30;

export interface DueWords {
  key: 'overdue' | 'today' | 'left' | 'date' | 'none';
  days: number;
  tone: 'danger' | 'attention' | 'plain' | 'quiet';
}

export const isOpen = (state: string): boolean => state !== 'done' && state !== 'dropped';

/** Lateness is computed, it is no state. */
export function dueOf(row: Pick<MeasureRow, 'state' | 'due_on'>, today: Day): DueWords {
  if (!row.due_on) return { key: 'none', days: 0, tone: 'quiet' };
  const days = diffDays(row.due_on, today);
  if (!isOpen(row.state)) return { key: 'date', days, tone: 'quiet' };
  if (days < 0) return { key: 'overdue', days: -days, tone: 'danger' };
  if (days === 0) return { key: 'today', days, tone: 'attention' };
  if (days <= SOON_DAYS) return { key: 'left', days, tone: 'attention' };
  return days <= FAR_DAYS ? { key: 'left', days, tone: 'plain' } : { key: 'date', days, tone: 'plain' };
}

/** Numbers as typed. */
export interface ProgressForm {
  done: string;
  paidYuan: string;
  result: string;
  dropped: boolean;
}

export const toFen = (yuan: number): number => Math.round(yuan * 100);
export const toYuan = (fen: number): number => fen / 100;

export function progressOf(row: MeasureRow): ProgressForm {
  return { done: String(row.quantity_done), paidYuan: String(toYuan(row.paid_fen)), result: row.result, dropped: row.state === 'dropped' };
}

export const doneOf = (form: ProgressForm): number => readNumber(form.done, 0).value ?? 0;
export const paidOf = (form: ProgressForm): number => readNumber(form.paidYuan, 2).value ?? 0;

export type NumberTrouble = 'required' | 'number' | 'whole' | '';

function troubleIn(text: string, decimals: 0 | 2, required: boolean): NumberTrouble {
  const { value, bad } = readNumber(text, decimals);
  if (bad) return decimals === 0 && !readNumber(text, 2).bad ? 'whole' : 'number';
  return required && value === null ? 'required' : '';
}

/** An emptied figure is not a nought: it is asked for. */
export const progressTrouble = (form: ProgressForm): { done: NumberTrouble; paidYuan: NumberTrouble } => ({
  done: troubleIn(form.done, 0, true),
  paidYuan: troubleIn(form.paidYuan, 2, true),
});

export function sameProgress(a: ProgressForm, b: ProgressForm): boolean {
  const same = (x: string, y: string): boolean => x.trim() === y.trim() || (readNumber(x, 2).value !== null && readNumber(x, 2).value === readNumber(y, 2).value);
  return same(a.done, b.done) && same(a.paidYuan, b.paidYuan) && a.result.trim() === b.result.trim() && a.dropped === b.dropped;
}

/** Begun, done or not: follows from the quantity, so that nobody keeps two truths. */
export function stateAfter(form: ProgressForm, row: MeasureRow): string {
  if (form.dropped) return 'dropped';
  const done = doneOf(form);
  if (row.quantity > 0 && done >= row.quantity) return 'done';
  if (row.quantity <= 0) return row.state === 'dropped' ? 'running' : row.state;
  return done > 0 || paidOf(form) > 0 || row.state === 'running' ? 'running' : 'planned';
}

export function progressSave(form: ProgressForm, row: MeasureRow, today: Day): SaveRequest {
  const state = stateAfter(form, row);
  const fields: Record<string, Cell> = {
    quantity_done: doneOf(form),
    paid_fen: toFen(paidOf(form)),
    result: form.result.trim(),
  };
  if (state !== row.state) {
    fields['state'] = state;
    fields['done_on'] = state === 'done' ? today : null;
  }
  return { id: row.id, base: row.version, fields, reason: null };
}

/** Numbers and dates as typed. */
export interface MeasureForm {
  scope: 'household' | 'village';
  householdId: string;
  class: string;
  content: string;
  quantity: string;
  unit: string;
  amountYuan: string;
  personId: string;
  starts: string;
  due: string;
}

export function blankMeasure(householdId: string, me: string, today: Day): MeasureForm {
  return { scope: 'household', householdId, class: '', content: '', quantity: '1', unit: '', amountYuan: '', personId: me, starts: today, due: '' };
}

export const isUntouched = (f: MeasureForm): boolean => f.class === '' && f.content.trim() === '' && f.unit.trim() === '' && f.amountYuan.trim() === '' && f.due.trim() === '';

export type MeasureTrouble = NumberTrouble | 'before_start' | 'date';
export interface Missing {
  field: 'household_id' | 'class' | 'content' | 'quantity' | 'amount_fen' | 'starts_on' | 'due_on';
  code: MeasureTrouble;
}

export function missingIn(f: MeasureForm, today: Day): Missing[] {
  const out: Missing[] = [];
  if (f.scope === 'household' && !f.householdId) out.push({ field: 'household_id', code: 'required' });
  if (!f.class) out.push({ field: 'class', code: 'required' });
  if (!f.content.trim()) out.push({ field: 'content', code: 'required' });
  const quantity = troubleIn(f.quantity, 0, false);
  if (quantity) out.push({ field: 'quantity', code: quantity });
  const amount = troubleIn(f.amountYuan, 2, false);
  if (amount) out.push({ field: 'amount_fen', code: amount });
  const [starts, due] = [readDay(f.starts, today), readDay(f.due, today, true)];
  if (starts.bad) out.push({ field: 'starts_on', code: 'date' });
  if (due.bad) out.push({ field: 'due_on', code: 'date' });
  if (starts.value && due.value && due.value < starts.value) out.push({ field: 'due_on', code: 'before_start' });
  return out;
}

export function measureSave(f: MeasureForm, village: string, today: Day): SaveRequest {
  const own = f.scope === 'household';
  return {
    id: null,
    base: 0,
    reason: null,
    fields: {
      household_id: own ? f.householdId : null,
      division_code: own ? null : village,
      class: f.class,
      content: f.content.trim(),
      quantity: readNumber(f.quantity, 0).value ?? 0,
      quantity_done: 0,
      quantity_unit: f.unit.trim(),
      amount_fen: toFen(readNumber(f.amountYuan, 2).value ?? 0),
      paid_fen: 0,
      person_id: f.personId || null,
      starts_on: readDay(f.starts, today).value,
      due_on: readDay(f.due, today, true).value,
      state: 'planned',
    },
  };
}
