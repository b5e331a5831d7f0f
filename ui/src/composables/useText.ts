import { computed, type ComputedRef } from 'vue';
import { codeLabel, codeOptions, type CodeList, type CodeOption } from '@/lib/codes';
import { isDay } from '@/lib/dates';
import * as format from '@/lib/format';
import type { Language } from '@/lib/format';
import { i18n, type TextKey } from '@/locales';
import { useSession } from './useSession';

export type { TextKey };
type Values = Record<string, string | number>;

export interface Text {
  language: ComputedRef<Language>;
  /** `n` also chooses between one and many where a text has both: `{n} day | {n} days`. */
  t(key: TextKey, values?: Values): string;
  label(list: CodeList, code: string | number | null | undefined): string;
  options(list: CodeList): CodeOption[];
  /** 刚刚 · 22 分钟前 · 今天 18:31 · 4 天前 */
  ago(ms: number): string;
  /** 9月30日 */
  date(day: string): string;
  /** 9月30日 星期日 */
  dated(day: string): string;
  /** The name of a record; a stay is known by its day. */
  title(text: string): string;
  /** 9月29日 21:30 */
  moment(ms: number): string;
  /** 过期 8 天 · 今天到期 · 还有 5 天 */
  due(day: string): string;
  daysAgo(days: number): string;
  /** 甲、乙 */
  list(words: readonly string[]): string;
}

/** What counts something is written 12,000; a year, a month and a page stand under other letters. */
const COUNTS = new Set(['n', 'a', 'b']);
const grouped = (values: Values): Values => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'number' && COUNTS.has(name) ? format.count(value) : value]));

const language = computed<Language>(() => i18n.global.locale.value);

/** The names of things in the language in use; the clock and today are the session's. */
export function useText(): Text {
  const { today, nowMs } = useSession();
  return {
    language,
    t: (key, values = {}) => (typeof values.n === 'number' ? i18n.global.t(key, grouped(values), values.n) : i18n.global.t(key, grouped(values))),
    label: (list, code) => codeLabel(language.value, list, code),
    options: (list) => codeOptions(language.value, list),
    ago: (ms) => format.ago(ms, nowMs.value, language.value),
    date: (day) => format.date(day, language.value, today.value),
    dated: (day) => format.dated(day, language.value, today.value),
    title: (text) => (isDay(text) ? format.date(text, language.value, today.value) : text),
    moment: (ms) => format.moment(ms, language.value, today.value),
    due: (day) => format.due(day, today.value, language.value),
    daysAgo: (days) => format.daysAgo(days, language.value),
    list: (words) => format.list(words, language.value),
  };
}
