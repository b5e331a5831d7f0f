import type { SaveRequest, TourHome, TourRow, Typed } from '@/api/generated';
import { changedOf } from '@/lib/changed';
import type { Day } from '@/lib/dates';
import { readDay, readNumber } from '@/lib/typed';

/** Dates and the number as typed. */
export interface TourFields {
  name: string;
  starts: string;
  ends: string;
  groups: string[];
  unseenDays: string;
  counts: string;
  /** Whose visits count where it is one person's. */
  personId: string;
}
/** `before`: what it was opened with; nothing for a new one. */
export interface TourForm extends TourFields {
  before: TourFields | null;
}

const blank = (today: Day): TourFields => ({ name: '', starts: today, ends: '', groups: [], unseenDays: '', counts: 'anyone', personId: '' });
export const blankTour = (today: Day): TourForm => ({ ...blank(today), before: null });
export function tourOf(row: TourRow): TourForm {
  const before: TourFields = { name: row.name, starts: row.starts_on, ends: row.ends_on ?? '', groups: [...row.groups], unseenDays: row.unseen_days === null ? '' : String(row.unseen_days), counts: row.counts, personId: row.person_id ?? '' };
  return { ...before, groups: [...row.groups], before };
}
export function isUntouched(f: TourForm, today: Day): boolean {
  const before = f.before ?? blank(today);
  return (['name', 'starts', 'ends', 'unseenDays', 'counts', 'personId'] as const).every((k) => f[k].trim() === before[k].trim()) && [...f.groups].sort().join('\n') === [...before.groups].sort().join('\n');
}

/** Whose visits count, as one choice: a plan of somebody else's own is not mine because I look at it. */
export const OTHERS = 'other';
export const choiceOf = (f: TourFields, me: string): string => (f.counts === 'person' && f.personId !== me ? OTHERS : f.counts);
/** `other` is who it is where the plan was somebody else's own. */
export function choose(f: TourFields, choice: string, me: string, other: string): void {
  f.counts = choice === OTHERS ? 'person' : choice;
  f.personId = choice === OTHERS ? other : choice === 'person' ? me : '';
}

export interface Missing {
  field: 'name' | 'starts_on' | 'ends_on' | 'unseen_days';
  code: 'required' | 'date' | 'before_start' | 'number';
}

export function missingIn(f: TourFields, today: Day): Missing[] {
  const out: Missing[] = [];
  if (!f.name.trim()) out.push({ field: 'name', code: 'required' });
  const [starts, ends] = [readDay(f.starts, today), readDay(f.ends, today, true)];
  if (!starts.value) out.push({ field: 'starts_on', code: starts.bad ? 'date' : 'required' });
  if (ends.bad) out.push({ field: 'ends_on', code: 'date' });
  if (starts.value && ends.value && ends.value < starts.value) out.push({ field: 'ends_on', code: 'before_start' });
  if (readNumber(f.unseenDays, 0).bad) out.push({ field: 'unseen_days', code: 'number' });
  return out;
}

const fieldsOf = (f: TourFields, today: Day): Record<string, Typed> => ({
  name: f.name.trim(),
  starts_on: readDay(f.starts, today).value,
  ends_on: readDay(f.ends, today, true).value,
  groups: [...f.groups].sort(),
  unseen_days: readNumber(f.unseenDays, 0).value,
  counts: f.counts,
  person_id: f.counts === 'person' ? f.personId : null,
});

/** Where a new plan lies, or which one is changed, from which version. */
export interface Target {
  id: string | null;
  base: number;
  area: string;
  today: Day;
}

export function tourSave(f: TourForm, to: Target): SaveRequest {
  const now = fieldsOf(f, to.today);
  if (to.id && f.before) return { id: to.id, base: to.base, reason: null, fields: changedOf(fieldsOf(f.before, to.today), now) };
  return { id: null, base: 0, reason: null, fields: { division_code: to.area, ...now } };
}

export type Shown = 'all' | 'waiting' | 'seen';
export const shownOf = (homes: readonly TourHome[], shown: Shown): TourHome[] => homes.filter((h) => shown === 'all' || (h.visit_id !== null) === (shown === 'seen'));
