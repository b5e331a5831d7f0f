import type { SaveRequest, TourHome, TourRow } from '@/api/generated';
import type { Day } from '@/lib/dates';
import { readDay, readNumber } from '@/lib/typed';

/** Dates and the number as typed. */
export interface TourForm {
  name: string;
  starts: string;
  ends: string;
  groups: string[];
  unseenDays: string;
  counts: string;
}

export const blankTour = (today: Day): TourForm => ({ name: '', starts: today, ends: '', groups: [], unseenDays: '', counts: 'anyone' });
export const tourOf = (row: TourRow): TourForm => ({ name: row.name, starts: row.starts_on, ends: row.ends_on ?? '', groups: [...row.groups], unseenDays: row.unseen_days === null ? '' : String(row.unseen_days), counts: row.counts });
export function sameTour(a: TourForm, b: TourForm): boolean {
  return (['name', 'starts', 'ends', 'unseenDays', 'counts'] as const).every((k) => a[k].trim() === b[k].trim()) && [...a.groups].sort().join('\n') === [...b.groups].sort().join('\n');
}

export interface Missing {
  field: 'name' | 'starts_on' | 'ends_on' | 'unseen_days';
  code: 'required' | 'date' | 'before_start' | 'number';
}

export function missingIn(f: TourForm, today: Day): Missing[] {
  const out: Missing[] = [];
  if (!f.name.trim()) out.push({ field: 'name', code: 'required' });
  const [starts, ends] = [readDay(f.starts, today), readDay(f.ends, today, true)];
  if (!starts.value) out.push({ field: 'starts_on', code: starts.bad ? 'date' : 'required' });
  if (ends.bad) out.push({ field: 'ends_on', code: 'date' });
  if (starts.value && ends.value && ends.value < starts.value) out.push({ field: 'ends_on', code: 'before_start' });
  if (readNumber(f.unseenDays, 0).bad) out.push({ field: 'unseen_days', code: 'number' });
  return out;
}

export interface Target {
  row: TourRow | null;
  area: string;
  me: string;
  today: Day;
}

export function tourSave(f: TourForm, to: Target): SaveRequest {
  return {
    id: to.row?.id ?? null,
    base: to.row?.version ?? 0,
    reason: null,
    fields: {
      division_code: to.row?.division_code ?? to.area,
      name: f.name.trim(),
      starts_on: readDay(f.starts, to.today).value,
      ends_on: readDay(f.ends, to.today, true).value,
      groups: [...f.groups],
      unseen_days: readNumber(f.unseenDays, 0).value,
      counts: f.counts,
      // Whoever keeps their own plan of somebody else's stays out of it.
      person_id: f.counts === 'person' ? (to.row?.person_id ?? to.me) : null,
    },
  };
}

export type Shown = 'all' | 'waiting' | 'seen';
export const shownOf = (homes: readonly TourHome[], shown: Shown): TourHome[] => homes.filter((h) => shown === 'all' || (h.visit_id !== null) === (shown === 'seen'));
