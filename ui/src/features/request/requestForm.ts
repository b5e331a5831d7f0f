import type { Cell, RequestRow, SaveRequest } from '@/api/generated';
import { changedOf } from '@/lib/changed';
import { diffDays, type Day } from '@/lib/dates';
import { readDay } from '@/lib/typed';

export const SOON_DAYS = 7;
/** Farther away than this, the date itself says more than a number of days. */
export const FAR_DAYS = 30;

export type Tone = 'danger' | 'attention' | 'plain' | 'quiet';
export interface DueWords {
  key: 'overdue' | 'today' | 'left' | 'date' | 'none';
  days: number;
  tone: Tone;
}

/** Followed until the household has confirmed it, or was told that it cannot be done. */
export const isWaiting = (state: string): boolean => state !== 'confirmed' && state !== 'declined';

/** Only what is not done can be late. */
export function dueOf(row: Pick<RequestRow, 'state' | 'due_on'>, today: Day): DueWords {
  if (!row.due_on) return { key: 'none', days: 0, tone: 'quiet' };
  const days = diffDays(row.due_on, today);
  if (row.state !== 'open') return { key: 'date', days, tone: 'quiet' };
  if (days < 0) return { key: 'overdue', days: -days, tone: 'danger' };
  if (days === 0) return { key: 'today', days, tone: 'attention' };
  if (days <= SOON_DAYS) return { key: 'left', days, tone: 'attention' };
  return days <= FAR_DAYS ? { key: 'left', days, tone: 'plain' } : { key: 'date', days, tone: 'plain' };
}

/** Dates as typed. */
export interface RequestForm {
  householdId: string;
  content: string;
  raised: string;
  due: string;
  personId: string;
}

export const blankRequest = (householdId: string, me: string, today: Day): RequestForm => ({ householdId, content: '', raised: today, due: '', personId: me });
export const isUntouched = (f: RequestForm): boolean => f.content.trim() === '' && f.due.trim() === '';

export interface Missing {
  field: 'household_id' | 'content' | 'raised_on' | 'due_on';
  code: 'required' | 'date';
}

export function missingIn(f: RequestForm, today: Day): Missing[] {
  const out: Missing[] = [];
  if (!f.householdId) out.push({ field: 'household_id', code: 'required' });
  if (!f.content.trim()) out.push({ field: 'content', code: 'required' });
  const raised = readDay(f.raised, today);
  if (raised.bad || !raised.value) out.push({ field: 'raised_on', code: raised.bad ? 'date' : 'required' });
  if (readDay(f.due, today, true).bad) out.push({ field: 'due_on', code: 'date' });
  return out;
}

export function requestSave(f: RequestForm, today: Day): SaveRequest {
  return {
    id: null,
    base: 0,
    reason: null,
    fields: {
      household_id: f.householdId,
      raised_on: readDay(f.raised, today).value,
      content: f.content.trim(),
      due_on: readDay(f.due, today, true).value,
      person_id: f.personId || null,
      state: 'open',
    },
  };
}

/** What the pane holds. */
export interface ProgressFields {
  result: string;
  personId: string;
  due: string;
  solved: string;
  confirmed: string;
  by: string;
}
/** `before`: what it was opened with. */
export interface ProgressForm extends ProgressFields {
  before: ProgressFields;
}

export function progressOf(row: RequestRow, today: Day): ProgressForm {
  const before: ProgressFields = { result: row.result, personId: row.person_id ?? '', due: row.due_on ?? '', solved: row.solved_on ?? today, confirmed: row.confirmed_on ?? today, by: row.confirmed_by };
  return { ...before, before };
}

export const isUnchanged = (f: ProgressForm): boolean => (['result', 'personId', 'due', 'solved', 'confirmed', 'by'] as const).every((k) => f[k].trim() === f.before[k].trim());

/** keep: only what was typed. The others move it on, or back. */
export type Act = 'keep' | 'solve' | 'confirm' | 'decline' | 'reopen';
export type Trouble = { field: 'due' | 'solved' | 'confirmed' | 'by' | 'result'; code: 'date' | 'required' };

/** The acts of a state, the one that is meant first. */
export function actsOf(state: string): Act[] {
  if (state === 'open') return ['solve', 'keep', 'decline'];
  if (state === 'solved') return ['confirm', 'keep', 'reopen'];
  return ['reopen'];
}

export function troubleOf(f: ProgressFields, act: Act, today: Day): Trouble | null {
  if (readDay(f.due, today, true).bad) return { field: 'due', code: 'date' };
  const day = (field: 'solved' | 'confirmed'): Trouble | null => {
    const found = readDay(f[field], today);
    return found.bad ? { field, code: 'date' } : found.value ? null : { field, code: 'required' };
  };
  const unreadable = (field: 'solved' | 'confirmed'): Trouble | null => (readDay(f[field], today).bad ? { field, code: 'date' } : null);
  if (act === 'solve') return day('solved');
  if (act === 'confirm') return day('confirmed') ?? (f.by.trim() ? null : { field: 'by', code: 'required' });
  if (act === 'keep') return (['solved', 'confirmed'] as const).map(unreadable).find(Boolean) ?? null;
  if (act === 'decline') return f.result.trim() ? null : { field: 'result', code: 'required' };
  return null;
}

const fieldsOf = (f: ProgressFields, today: Day): Record<string, Cell> => ({
  result: f.result.trim(),
  person_id: f.personId || null,
  due_on: readDay(f.due, today, true).value,
  solved_on: readDay(f.solved, today).value,
  confirmed_on: readDay(f.confirmed, today).value,
  confirmed_by: f.by.trim(),
});

/** What the form changed, and what the act says besides, against the version that the form was opened with. */
export function progressSave(f: ProgressForm, id: string, base: number, act: Act, today: Day): SaveRequest {
  const { result, person_id, due_on, solved_on, confirmed_on, confirmed_by } = fieldsOf(f, today);
  const changed = changedOf(fieldsOf(f.before, today), { result, person_id, due_on, solved_on, confirmed_on, confirmed_by } as Record<string, Cell>);
  const said: Record<Act, Record<string, Cell | undefined>> = {
    keep: {},
    solve: { state: 'solved', solved_on },
    confirm: { state: 'confirmed', confirmed_on, confirmed_by },
    decline: { state: 'declined', result },
    // Back to work: what was said of its end no longer holds.
    reopen: { state: 'open', solved_on: null, confirmed_on: null, confirmed_by: null },
  };
  return { id, base, fields: { ...changed, ...(said[act] as Record<string, Cell>) }, reason: null };
}
