/**
 * Fields that hold a date or a number as it was typed. What cannot be read stays as it was typed and stops the save;
 * it never becomes another value. Drafts keep the typed text, so that it is there again after a restart.
 */
import { parseDay, type Day } from './dates';

export interface Read<T> {
  value: T | null;
  /** Something is typed and it cannot be read. */
  bad: boolean;
}

/** `ahead`: without a year the nearest such day that is not over, else the latest one that has been. */
export function readDay(text: string, today: Day, ahead = false): Read<Day> {
  const value = text.trim() === '' ? null : parseDay(text, today, ahead);
  return { value, bad: text.trim() !== '' && value === null };
}

const NUMBER = /^\d+(\.\d+)?$/;

/** 1,200 · １２ · 12.5; at most so many decimals. */
export function readNumber(text: string, decimals: 0 | 2): Read<number> {
  const s = text.normalize('NFKC').replace(/[,\s]/g, '');
  if (s === '') return { value: null, bad: false };
  const n = Number(s);
  const ok = NUMBER.test(s) && (s.split('.')[1] ?? '').length <= decimals && n * 10 ** decimals <= Number.MAX_SAFE_INTEGER;
  return ok ? { value: n, bad: false } : { value: null, bad: true };
}
