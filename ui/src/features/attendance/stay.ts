/** Two facts a day: where the day was spent, and where the night. */
import type { DayRow, StayRecord } from '@/api/generated';
import type { Day } from '@/lib/dates';

export interface Mark {
  code: string;
  key: string;
  part: 'night' | 'day' | 'both';
  value: string;
}

/** In the order of the tool bar; each is one key on the calendar. */
export const MARKS: readonly Mark[] = [
  { code: 'stayed', key: 'Z', part: 'night', value: 'stayed' },
  { code: 'duty', key: 'L', part: 'night', value: 'duty' },
  { code: 'village', key: 'B', part: 'day', value: 'village' },
  { code: 'trip', key: 'G', part: 'day', value: 'trip' },
  { code: 'meeting', key: 'H', part: 'day', value: 'meeting' },
  { code: 'leave', key: 'Q', part: 'day', value: 'leave' },
  { code: 'holiday', key: 'X', part: 'day', value: 'holiday' },
  { code: 'away', key: 'N', part: 'both', value: '' },
];

export const markOfKey = (key: string): Mark | undefined => MARKS.find((m) => m.key === key.toUpperCase());
export const markOf = (code: string): Mark | undefined => MARKS.find((m) => m.code === code);

/** What a mark writes: the other fact of the day stays, 未驻村 says that both are empty. */
export function recordOf(mark: Mark, on: readonly Day[]): StayRecord {
  return {
    on: [...on],
    day: mark.part === 'night' ? null : mark.value,
    night: mark.part === 'day' ? null : mark.value,
    day_places: null,
    night_place: null,
    note: null,
  };
}

/** Planned leave, trips and meetings may lie ahead, nights and days in the village not. */
export function mayLieAhead(mark: Mark): boolean {
  return mark.part === 'day' && mark.value !== 'village';
}

export const allowed = (mark: Mark, on: Day, today: Day): boolean => on <= today || mayLieAhead(mark);

/** The look of a day: the night wins, then the day. */
export type Look = 'stayed' | 'duty' | 'village' | 'trip' | 'meeting' | 'leave' | 'holiday' | 'away' | 'missing' | 'today' | 'ahead';

export function lookOf(row: DayRow, today: Day): Look {
  if (row.recorded) {
    if (row.night === 'stayed') return 'stayed';
    if (row.night === 'duty') return 'duty';
    const known: readonly string[] = ['village', 'trip', 'meeting', 'leave', 'holiday'];
    if (known.includes(row.day)) return row.day as Look;
    return 'away';
  }
  if (row.on > today) return 'ahead';
  return row.on === today ? 'today' : 'missing';
}

/** Both facts as codes, the night first; a night alone says nothing about the day. */
export function wordsOf(row: DayRow): string[] {
  if (!row.recorded) return [];
  const out: string[] = [];
  if (row.night) out.push(row.night);
  if (row.day && !(row.night === 'stayed' && row.day === 'village')) out.push(row.day);
  return out.length ? out : ['away'];
}

export const missingDays = (days: readonly DayRow[], today: Day): Day[] => days.filter((d) => !d.recorded && d.on < today).map((d) => d.on);

export const wantsNote = (row: DayRow): boolean => ['leave', 'trip', 'meeting'].includes(row.day);
