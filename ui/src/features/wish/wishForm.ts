import type { SaveRequest, Typed, WishRow } from '@/api/generated';
import { changedOf } from '@/lib/changed';
import type { Day } from '@/lib/dates';
import { readDay } from '@/lib/typed';

/** Dates as typed. */
export interface WishFields {
  householdId: string;
  content: string;
  wishedBy: string;
  raised: string;
  donor: string;
  fulfilled: string;
  note: string;
}
/** `before`: what it was opened with; nothing for a new one. */
export interface WishForm extends WishFields {
  before: WishFields | null;
}

const blank = (today: Day): WishFields => ({ householdId: '', content: '', wishedBy: '', raised: today, donor: '', fulfilled: '', note: '' });
export const blankWish = (today: Day): WishForm => ({ ...blank(today), before: null });
export function wishOf(row: WishRow): WishForm {
  const before: WishFields = { householdId: row.household_id, content: row.content, wishedBy: row.wished_by, raised: row.raised_on, donor: row.donor, fulfilled: row.fulfilled_on ?? '', note: row.note };
  return { ...before, before };
}
/** A household chosen for a new one is nothing worth keeping. */
export function isUntouched(f: WishForm, today: Day): boolean {
  const before = f.before ?? blank(today);
  return (['content', 'wishedBy', 'raised', 'donor', 'fulfilled', 'note'] as const).every((k) => f[k].trim() === before[k].trim());
}

export type WishField = 'household_id' | 'content' | 'raised_on' | 'donor' | 'fulfilled_on';
export interface Missing {
  field: WishField;
  code: 'required' | 'date' | 'before_start';
}

export function missingIn(f: WishFields, today: Day): Missing[] {
  const out: Missing[] = [];
  if (!f.householdId) out.push({ field: 'household_id', code: 'required' });
  if (!f.content.trim()) out.push({ field: 'content', code: 'required' });
  const [raised, fulfilled] = [readDay(f.raised, today), readDay(f.fulfilled, today)];
  if (!raised.value) out.push({ field: 'raised_on', code: raised.bad ? 'date' : 'required' });
  if (fulfilled.bad) out.push({ field: 'fulfilled_on', code: 'date' });
  if (fulfilled.value && !f.donor.trim()) out.push({ field: 'donor', code: 'required' });
  if (raised.value && fulfilled.value && fulfilled.value < raised.value) out.push({ field: 'fulfilled_on', code: 'before_start' });
  return out;
}

const fieldsOf = (f: WishFields, today: Day): Record<string, Typed> => ({
  household_id: f.householdId,
  content: f.content.trim(),
  wished_by: f.wishedBy.trim(),
  raised_on: readDay(f.raised, today).value,
  donor: f.donor.trim(),
  fulfilled_on: readDay(f.fulfilled, today).value,
  note: f.note.trim(),
});

/** Of the wish `id` only what the form changed, against the version that it was opened with; null for a new one. */
export function wishSave(f: WishForm, id: string | null, base: number, today: Day): SaveRequest {
  const now = fieldsOf(f, today);
  return { id, base: id ? base : 0, reason: null, fields: id && f.before ? changedOf(fieldsOf(f.before, today), now) : now };
}
