import type { SaveRequest, WishRow } from '@/api/generated';
import type { Day } from '@/lib/dates';
import { readDay } from '@/lib/typed';

/** Dates as typed. */
export interface WishForm {
  householdId: string;
  content: string;
  wishedBy: string;
  raised: string;
  donor: string;
  fulfilled: string;
  note: string;
}

export const blankWish = (today: Day): WishForm => ({ householdId: '', content: '', wishedBy: '', raised: today, donor: '', fulfilled: '', note: '' });
export const wishOf = (row: WishRow): WishForm => ({ householdId: row.household_id, content: row.content, wishedBy: row.wished_by, raised: row.raised_on, donor: row.donor, fulfilled: row.fulfilled_on ?? '', note: row.note });
export const sameWish = (a: WishForm, b: WishForm): boolean => (Object.keys(a) as (keyof WishForm)[]).every((k) => a[k].trim() === b[k].trim());

export type WishField = 'household_id' | 'content' | 'raised_on' | 'donor' | 'fulfilled_on';
export interface Missing {
  field: WishField;
  code: 'required' | 'date' | 'before_start';
}

export function missingIn(f: WishForm, today: Day): Missing[] {
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

/** `row` is the wish that is changed; null for a new one. */
export function wishSave(f: WishForm, row: WishRow | null, today: Day): SaveRequest {
  return {
    id: row?.id ?? null,
    base: row?.version ?? 0,
    reason: null,
    fields: {
      household_id: f.householdId,
      content: f.content.trim(),
      wished_by: f.wishedBy.trim(),
      raised_on: readDay(f.raised, today).value,
      donor: f.donor.trim(),
      fulfilled_on: readDay(f.fulfilled, today).value,
      note: f.note.trim(),
    },
  };
}
