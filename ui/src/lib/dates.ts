/**
 * Business dates are text, `2018-09-30`: no time zone can move them. Nothing here asks the clock; today is handed in.
 * Weeks begin on Monday.
 */
export type Day = string;

const FORM = /^(\d{4})-(\d{2})-(\d{2})$/;
const two = (n: number): string => String(n).padStart(2, '0');
const utc = (day: Day): number => Date.parse(`${day}T00:00:00Z`);
const DAY_MS = 86_400_000;

export function dayOf(year: number, month: number, date: number): Day | null {
  if (month < 1 || month > 12 || date < 1 || date > daysInMonth(`${year}-${two(month)}`)) return null;
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(date)}`;
}

export function isDay(text: string): boolean {
  const m = FORM.exec(text);
  return m !== null && dayOf(Number(m[1]), Number(m[2]), Number(m[3])) === text;
}

export function daysInMonth(month: string): number {
  const [y, m] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(y, m, 0)).getUTCDate();
}

export function addDays(day: Day, n: number): Day {
  return new Date(utc(day) + n * DAY_MS).toISOString().slice(0, 10);
}

/** Whole calendar days from `b` to `a`; yesterday is −1 from today. */
export function diffDays(a: Day, b: Day): number {
  return Math.round((utc(a) - utc(b)) / DAY_MS);
}

/** 0 is Monday, 6 is Sunday. */
export function weekday(day: Day): number {
  return (new Date(utc(day)).getUTCDay() + 6) % 7;
}

export const monthOf = (day: Day): string => day.slice(0, 7);

export function addMonths(month: string, n: number): string {
  const [y, m] = month.split('-').map(Number) as [number, number];
  const total = y * 12 + (m - 1) + n;
  return `${Math.floor(total / 12)}-${two((total % 12) + 1)}`;
}

export function monthDays(month: string): Day[] {
  return Array.from({ length: daysInMonth(month) }, (_, i) => `${month}-${two(i + 1)}`);
}

/** The month as weeks of seven, Monday first; `null` pads the first and the last week. */
export function monthGrid(month: string): (Day | null)[][] {
  const days = monthDays(month);
  const lead = weekday(days[0] as Day);
  const cells: (Day | null)[] = [...Array<null>(lead).fill(null), ...days];
  while (cells.length % 7) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, w) => cells.slice(w * 7, w * 7 + 7));
}

/** The days from `a` to `b`, whichever is earlier first. */
export function span(a: Day, b: Day): Day[] {
  const [from, to] = a <= b ? [a, b] : [b, a];
  return Array.from({ length: diffDays(to, from) + 1 }, (_, i) => addDays(from, i));
}

/**
 * A date as people type it: 9-25, 9.25, 9/25, 9月25日, 9月25, 0925, 2018-09-25, 2018年9月25日, 20180925.
 * Without a year it is the latest such day that is not after `today`; with `ahead`, the nearest one not before it.
 */
export function parseDay(text: string, today: Day, ahead = false): Day | null {
  const s = text.normalize('NFKC').trim().replace(/\s+/g, '');
  const full = /^(\d{4})(?:-|\/|\.|年)(\d{1,2})(?:-|\/|\.|月)(\d{1,2})日?$/.exec(s) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(s);
  if (full) return dayOf(Number(full[1]), Number(full[2]), Number(full[3]));
  const short = /^(\d{1,2})(?:-|\/|\.|月)(\d{1,2})[日号]?$/.exec(s) ?? /^(\d{2})(\d{2})$/.exec(s);
  if (!short) return null;
  const year = Number(today.slice(0, 4));
  const tries = ahead ? [year, year + 1] : [year, year - 1];
  for (const y of tries) {
    const day = dayOf(y, Number(short[1]), Number(short[2]));
    if (day && (ahead ? day >= today : day <= today)) return day;
  }
  return null;
}
