import type { Cell, NewPhoto, ProblemDetail, ProblemRow } from '@/api/generated';
import { addDays, diffDays, type Day } from '@/lib/dates';
import { readDay } from '@/lib/typed';

export const SOON_DAYS = 7;
/** A problem that nobody gave a date is put right within these days. */
export const DUE_DAYS = 10;

export interface DueWords {
  key: 'waiting' | 'handedIn' | 'overdue' | 'today' | 'left' | 'none';
  n: number;
  tone: 'danger' | 'attention' | 'plain' | 'quiet';
}

/** What stands over the state: how long it waits for somebody to look, else how near its date is. */
export function dueOf(row: Pick<ProblemRow, 'state' | 'due_on' | 'waiting_days'>, today: Day): DueWords | null {
  if (row.state === 'verified') return null;
  if (row.state === 'done') return { key: row.waiting_days > 0 ? 'waiting' : 'handedIn', n: row.waiting_days, tone: 'attention' };
  if (!row.due_on) return { key: 'none', n: 0, tone: 'quiet' };
  const left = diffDays(row.due_on, today);
  if (left < 0) return { key: 'overdue', n: -left, tone: 'danger' };
  if (left === 0) return { key: 'today', n: 0, tone: 'attention' };
  return { key: 'left', n: left, tone: left <= SOON_DAYS ? 'attention' : 'plain' };
}

/** The links of the loop, found to closed: what is done, what is at work, and what went wrong. */
export type Link = 'done' | 'now' | 'back' | 'ahead';
export function loopOf(state: string): Link[] {
  switch (state) {
    case 'running':
      return ['done', 'now', 'ahead', 'ahead'];
    case 'done':
      return ['done', 'done', 'now', 'ahead'];
    case 'verified':
      return ['done', 'done', 'done', 'done'];
    case 'reopened':
      return ['done', 'back', 'ahead', 'ahead'];
    default:
      return ['done', 'ahead', 'ahead', 'ahead'];
  }
}

/** As typed; ids and codes that are not chosen are empty. */
export interface ProblemForm {
  scope: 'household' | 'place';
  householdId: string;
  /** Division code, for a problem of a village or of the whole area. */
  place: string;
  content: string;
  source: string;
  kind: string;
  category: string;
  remedy: string;
  criteria: string;
  personId: string;
  unitId: string;
  leadUnitId: string;
  due: string;
}

export function blankProblem(householdId: string, place: string, me: string, source: string, today: Day): ProblemForm {
  return { scope: 'household', householdId, place, content: '', source, kind: 'single', category: '', remedy: '', criteria: '', personId: me, unitId: '', leadUnitId: '', due: addDays(today, DUE_DAYS) };
}

/** What stands, as the form shows it. */
export function formOf(detail: Pick<ProblemDetail, 'problem'>): ProblemForm {
  const text = (name: string): string => String(detail.problem.fields[name] ?? '');
  return {
    scope: text('household_id') ? 'household' : 'place',
    householdId: text('household_id'),
    place: text('division_code'),
    content: text('content'),
    source: text('source'),
    kind: text('kind') || 'single',
    category: text('category'),
    remedy: text('remedy'),
    criteria: text('criteria'),
    personId: text('person_id'),
    unitId: text('unit_id'),
    leadUnitId: text('lead_unit_id'),
    due: text('due_on'),
  };
}

export const isUntouched = (f: ProblemForm): boolean => [f.content, f.category, f.remedy, f.criteria].every((text) => text.trim() === '');

export const sameForm = (a: ProblemForm, b: ProblemForm): boolean => (Object.keys(b) as (keyof ProblemForm)[]).every((key) => a[key].trim() === b[key].trim());

export interface Missing {
  field: 'household_id' | 'content' | 'due_on';
  code: 'required' | 'date';
}

export function missingIn(f: ProblemForm, today: Day): Missing[] {
  const out: Missing[] = [];
  if (f.scope === 'household' && !f.householdId) out.push({ field: 'household_id', code: 'required' });
  if (!f.content.trim()) out.push({ field: 'content', code: 'required' });
  if (readDay(f.due, today, true).bad) out.push({ field: 'due_on', code: 'date' });
  return out;
}

export function fieldsOf(f: ProblemForm, today: Day): Record<string, Cell> {
  const own = f.scope === 'household';
  return {
    household_id: own ? f.householdId : null,
    division_code: own ? null : f.place,
    content: f.content.trim(),
    source: f.source,
    kind: f.kind,
    category: f.category.trim(),
    remedy: f.remedy.trim(),
    criteria: f.criteria.trim(),
    person_id: f.personId || null,
    unit_id: f.unitId || null,
    lead_unit_id: f.leadUnitId || null,
    due_on: readDay(f.due, today, true).value,
  };
}

/** Only what was changed is written, so that two people who change two fields do not meet. */
export function changedIn(f: ProblemForm, before: ProblemForm, today: Day): Record<string, Cell> {
  const was = fieldsOf(before, today);
  return Object.fromEntries(Object.entries(fieldsOf(f, today)).filter(([name, value]) => value !== was[name]));
}

export const VERDICTS = ['in_time', 'in_quality', 'in_quantity'] as const;

/** By the day on which it was handed in, not by the day on which somebody looks. */
export function isInTime(detail: Pick<ProblemDetail, 'row' | 'steps'>, today: Day): boolean {
  const handedIn = detail.steps.findLast((step) => step.kind === 'submit');
  return !detail.row.due_on || (handedIn?.made_on ?? today) <= detail.row.due_on;
}

/** A word, photos, and the three verdicts of whoever looks back. */
export interface StepForm {
  note: string;
  photos: NewPhoto[];
  in_time: boolean;
  in_quality: boolean;
  in_quantity: boolean;
}

export const blankStep = (isInTime: boolean): StepForm => ({ note: '', photos: [], in_time: isInTime, in_quality: true, in_quantity: true });
export const isBlankStep = (f: StepForm): boolean => f.note.trim() === '' && f.photos.length === 0;

/** Progress, and what goes back, say something. */
export const needsWords = (act: string): boolean => ['progress', 'return', 'reopen'].includes(act);

/** The source that a role finds its problems by. */
export const sourceOf = (role: string): string => (role === 'township_reviewer' ? 'township' : ['inspector', 'county_office', 'county_administrator'].includes(role) ? 'county' : 'self_check');
