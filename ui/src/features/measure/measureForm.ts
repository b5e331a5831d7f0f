import type { Cell, MeasureRow, SaveRequest } from '@/api/generated';
import { diffDays, type Day } from '@/lib/dates';

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

export interface ProgressForm {
  done: number | null;
  paidYuan: number | null;
  result: string;
  dropped: boolean;
}

export const toFen = (yuan: number): number => Math.round(yuan * 100);
export const toYuan = (fen: number): number => fen / 100;

export function progressOf(row: MeasureRow): ProgressForm {
  return { done: row.quantity_done, paidYuan: toYuan(row.paid_fen), result: row.result, dropped: row.state === 'dropped' };
}

export function sameProgress(a: ProgressForm, b: ProgressForm): boolean {
  return a.done === b.done && a.paidYuan === b.paidYuan && a.result.trim() === b.result.trim() && a.dropped === b.dropped;
}

/** Begun, done or not: follows from the quantity, so that nobody keeps two truths. */
export function stateAfter(form: ProgressForm, row: MeasureRow): string {
  if (form.dropped) return 'dropped';
  const done = form.done ?? 0;
  if (row.quantity > 0 && done >= row.quantity) return 'done';
  if (row.quantity <= 0) return row.state === 'dropped' ? 'running' : row.state;
  return done > 0 || (form.paidYuan ?? 0) > 0 || row.state === 'running' ? 'running' : 'planned';
}

export function progressSave(form: ProgressForm, row: MeasureRow, today: Day): SaveRequest {
  const state = stateAfter(form, row);
  const fields: Record<string, Cell> = {
    quantity_done: form.done ?? 0,
    paid_fen: toFen(form.paidYuan ?? 0),
    result: form.result.trim(),
  };
  if (state !== row.state) {
    fields['state'] = state;
    fields['done_on'] = state === 'done' ? today : null;
  }
  return { id: row.id, base: row.version, fields, reason: null };
}

export interface MeasureForm {
  scope: 'household' | 'village';
  householdId: string;
  class: string;
  content: string;
  quantity: number | null;
  unit: string;
  amountYuan: number | null;
  personId: string;
  startsOn: Day | null;
  dueOn: Day | null;
}

export function blankMeasure(householdId: string, me: string, today: Day): MeasureForm {
  return { scope: 'household', householdId, class: '', content: '', quantity: 1, unit: '', amountYuan: null, personId: me, startsOn: today, dueOn: null };
}

export const isUntouched = (f: MeasureForm): boolean => f.class === '' && f.content.trim() === '' && f.unit.trim() === '' && f.amountYuan === null && f.dueOn === null;

export interface Missing {
  field: string;
  code: string;
}

export function missingIn(f: MeasureForm): Missing[] {
  const out: Missing[] = [];
  if (f.scope === 'household' && !f.householdId) out.push({ field: 'household_id', code: 'required' });
  if (!f.class) out.push({ field: 'class', code: 'required' });
  if (!f.content.trim()) out.push({ field: 'content', code: 'required' });
  if (f.startsOn && f.dueOn && f.dueOn < f.startsOn) out.push({ field: 'due_on', code: 'before_start' });
  return out;
}

export function measureSave(f: MeasureForm, village: string): SaveRequest {
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
      quantity: f.quantity ?? 0,
      quantity_done: 0,
      quantity_unit: f.unit.trim(),
      amount_fen: f.amountYuan === null ? 0 : toFen(f.amountYuan),
      paid_fen: 0,
      person_id: f.personId || null,
      starts_on: f.startsOn,
      due_on: f.dueOn,
      state: 'planned',
    },
  };
}
