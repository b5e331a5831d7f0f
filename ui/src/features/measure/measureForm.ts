import type { Cell, MeasureRow, SaveRequest } from '@/api/generated';
import { changedOf } from '@/lib/changed';
import { diffDays, type Day } from '@/lib/dates';
import type { RecordField } from '@/lib/recordForm';
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
export interface ProgressFields {
  done: string;
  paidYuan: string;
  result: string;
  dropped: boolean;
  /** Nothing is given up without a word. */
  droppedReason: string;
}
/** `before`: what it was opened with. */
export interface ProgressForm extends ProgressFields {
  before: ProgressFields;
}

export const toFen = (yuan: number): number => Math.round(yuan * 100);
export const toYuan = (fen: number): number => fen / 100;

export function progressOf(row: MeasureRow): ProgressForm {
  const before: ProgressFields = { done: String(row.quantity_done), paidYuan: String(toYuan(row.paid_fen)), result: row.result, dropped: row.state === 'dropped', droppedReason: row.dropped_reason };
  return { ...before, before };
}
/** Saved as it is: the next change begins from here. */
export function begunFrom({ done, paidYuan, result, dropped, droppedReason }: ProgressForm): ProgressForm {
  const before: ProgressFields = { done, paidYuan, result, dropped, droppedReason };
  return { ...before, before };
}

export const doneOf = (form: ProgressFields): number => readNumber(form.done, 0).value ?? 0;
export const paidOf = (form: ProgressFields): number => readNumber(form.paidYuan, 2).value ?? 0;

export type NumberTrouble = 'required' | 'number' | 'whole' | '';

function troubleIn(text: string, decimals: 0 | 2, required: boolean): NumberTrouble {
  const { value, bad } = readNumber(text, decimals);
  if (bad) return decimals === 0 && !readNumber(text, 2).bad ? 'whole' : 'number';
  return required && value === null ? 'required' : '';
}

/** An emptied figure is not a nought: it is asked for. */
export const progressTrouble = (form: ProgressFields): { done: NumberTrouble; paidYuan: NumberTrouble; droppedReason: 'required' | '' } => ({
  done: troubleIn(form.done, 0, true),
  paidYuan: troubleIn(form.paidYuan, 2, true),
  droppedReason: form.dropped && !form.droppedReason.trim() ? 'required' : '',
});

export function isUnchanged({ before: a, ...b }: ProgressForm): boolean {
  const same = (x: string, y: string): boolean => x.trim() === y.trim() || (readNumber(x, 2).value !== null && readNumber(x, 2).value === readNumber(y, 2).value);
  return same(a.done, b.done) && same(a.paidYuan, b.paidYuan) && a.result.trim() === b.result.trim() && a.dropped === b.dropped && a.droppedReason.trim() === b.droppedReason.trim();
}

/** Begun, done or not: follows from the quantity, so that nobody keeps two truths. */
export function stateAfter(form: ProgressFields, row: MeasureRow): string {
  if (form.dropped) return 'dropped';
  const done = doneOf(form);
  if (row.quantity > 0 && done >= row.quantity) return 'done';
  if (row.quantity <= 0) return row.state === 'dropped' ? 'running' : row.state;
  return done > 0 || paidOf(form) > 0 || row.state === 'running' ? 'running' : 'planned';
}

const fieldsOf = (form: ProgressFields): Record<string, Cell> => ({
  quantity_done: doneOf(form),
  paid_fen: toFen(paidOf(form)),
  result: form.result.trim(),
  // Taken up again, nothing says any more that it was given up.
  dropped_reason: form.dropped ? form.droppedReason.trim() : '',
});

/** What the form changed, against the version that it was opened with; the state follows where the quantity moved it. */
export function progressSave(form: ProgressForm, row: MeasureRow, base: number, today: Day): SaveRequest {
  const fields = changedOf(fieldsOf(form.before), fieldsOf(form));
  const state = stateAfter(form, row);
  const moves = form.dropped !== form.before.dropped || 'quantity_done' in fields || 'paid_fen' in fields;
  if (moves && state !== row.state) {
    fields['state'] = state;
    fields['done_on'] = state === 'done' ? today : null;
  }
  const reason = fields['dropped_reason'];
  return { id: row.id, base, fields, reason: typeof reason === 'string' && reason ? reason : null };
}

/** Numbers and dates as typed. */
export interface MeasureForm {
  scope: 'household' | 'village';
  householdId: string;
  /** The village, where the account has several. */
  village: string;
  class: string;
  content: string;
  goal: string;
  quantity: string;
  unit: string;
  amountYuan: string;
  personId: string;
  unitId: string;
  starts: string;
  due: string;
}

export function blankMeasure(householdId: string, me: string, today: Day): MeasureForm {
  return { scope: 'household', householdId, village: '', class: '', content: '', goal: '', quantity: '1', unit: '', amountYuan: '', personId: me, unitId: '', starts: today, due: '' };
}

export const isUntouched = (f: MeasureForm): boolean => f.class === '' && f.content.trim() === '' && f.goal.trim() === '' && f.unit.trim() === '' && f.amountYuan.trim() === '' && f.due.trim() === '';

export type MeasureTrouble = NumberTrouble | 'before_start' | 'date';
export interface Missing {
  field: 'household_id' | 'division_code' | 'class' | 'content' | 'quantity' | 'amount_fen' | 'starts_on' | 'due_on';
  code: MeasureTrouble;
}

/** `villages`: the account has several, and one must be said. */
export function missingIn(f: MeasureForm, today: Day, villages = false): Missing[] {
  const out: Missing[] = [];
  if (f.scope === 'household' && !f.householdId) out.push({ field: 'household_id', code: 'required' });
  if (f.scope === 'village' && villages && !f.village) out.push({ field: 'division_code', code: 'required' });
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
      division_code: own ? null : f.village || village,
      class: f.class,
      content: f.content.trim(),
      goal: f.goal.trim(),
      quantity: readNumber(f.quantity, 0).value ?? 0,
      quantity_done: 0,
      quantity_unit: f.unit.trim(),
      amount_fen: toFen(readNumber(f.amountYuan, 2).value ?? 0),
      paid_fen: 0,
      person_id: f.personId || null,
      unit_id: f.unitId || null,
      starts_on: readDay(f.starts, today).value,
      due_on: readDay(f.due, today, true).value,
      state: 'planned',
    },
  };
}

/** 改这条: all that was promised; how far it came is the pane's. */
export const MEASURE_FIELDS: readonly RecordField[] = [
  { name: 'class', kind: 'code', list: 'measure_class', required: true },
  { name: 'content', kind: 'text', required: true, hint: 'measure.form.contentHint' },
  { name: 'goal', kind: 'text', hint: 'measure.form.goalHint' },
  { name: 'quantity', kind: 'number' },
  { name: 'quantity_unit', kind: 'text', hint: 'measure.form.unitHint' },
  { name: 'amount_fen', kind: 'money', label: 'measure.form.amount' },
  { name: 'person_id', kind: 'person', label: 'measure.form.person' },
  { name: 'unit_id', kind: 'unit', label: 'measure.form.department' },
  { name: 'starts_on', kind: 'day', label: 'measure.form.starts' },
  { name: 'due_on', kind: 'day', label: 'measure.form.due', ahead: true },
];

export const TARGET_FIELDS: readonly RecordField[] = [
  { name: 'content', kind: 'text', label: 'measure.villagePlan.col.target', hint: 'measure.villagePlan.targetHint', required: true },
  { name: 'quantity', kind: 'number' },
  { name: 'quantity_unit', kind: 'text', hint: 'measure.villagePlan.targetUnitHint' },
  { name: 'by_whom', kind: 'text', label: 'measure.villagePlan.col.who' },
  { name: 'due_on', kind: 'day', ahead: true },
  { name: 'state', kind: 'code', list: 'measure_state' },
];
export const PROJECT_FIELDS: readonly RecordField[] = [
  { name: 'content', kind: 'text', label: 'measure.villagePlan.col.project', hint: 'measure.villagePlan.projectHint', required: true },
  { name: 'quantity', kind: 'number' },
  { name: 'quantity_unit', kind: 'text', hint: 'measure.villagePlan.projectUnitHint' },
  { name: 'amount_fen', kind: 'money', label: 'measure.form.amount' },
  { name: 'by_whom', kind: 'text', label: 'measure.villagePlan.col.who' },
  { name: 'due_on', kind: 'day', ahead: true },
  { name: 'state', kind: 'code', list: 'measure_state' },
];
export const GOAL_FIELDS: readonly RecordField[] = [
  { name: 'goal', kind: 'area' },
  { name: 'agreed_on', kind: 'day' },
  { name: 'note', kind: 'area' },
];
