import type { DayRow } from '@/api/generated';

/** How a day is drawn in the strip of a month; `now` and `future` are not over yet. */
export type NightKind = 'night' | 'day' | 'trip' | 'leave' | 'off' | 'miss' | 'now' | 'future';

const DAY: Record<string, NightKind> = { village: 'day', trip: 'trip', meeting: 'trip', leave: 'leave', holiday: 'off' };

export const nightKind = (d: DayRow, today: string): NightKind =>
  d.night === 'stayed' ? 'night' : (DAY[d.day] ?? (d.recorded ? 'off' : d.on > today ? 'future' : d.on === today ? 'now' : 'miss'));
