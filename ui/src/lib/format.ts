/**
 * Times and numbers as `ui.md` §6 writes them. The language is handed in and is one of two: the system's locale is
 * never asked, for WebKitGTK writes 6150 for 6,150 under it and Intl throws on `C`. Beijing time, whatever the
 * computer is set to.
 */
import { diffDays, weekday, type Day } from './dates';

export type Language = 'zh-CN' | 'en';

const group = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 2 });
const fenToo = new Intl.NumberFormat('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const whole = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat('zh-CN', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const BEIJING_MS = 8 * 3600_000;
const MINUTE_MS = 60_000;
const EN_MONTH = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const EN_WEEK = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const ZH_WEEK = '一二三四五六日';

/** 1,446; — for nothing. */
export const count = (n: number | null | undefined): string => (n === null || n === undefined ? '—' : group.format(n));
export const percent = (part: number, of: number): string => `${of ? Math.round((part / of) * 100) : 0}%`;

/** Money in a list: to the yuan, never rounded away; fen only where there are some. */
export const yuan = (fen: number | null | undefined): string =>
  fen === null || fen === undefined ? '—' : fen % 100 ? fenToo.format(fen / 100) : whole.format(fen / 100);
/** Money in a sum: 232.2 (万元). */
export const wan = (fen: number): string => tenth.format(fen / 1_000_000);

export function bytes(n: number): string {
  if (n < 1024) return `${n} B`;
  if (n < 1024 * 1024) return `${tenth.format(n / 1024)} KB`;
  if (n < 1024 ** 3) return `${tenth.format(n / 1024 / 1024)} MB`;
  return `${tenth.format(n / 1024 ** 3)} GB`;
}

const beijing = (ms: number): Date => new Date(ms + BEIJING_MS);
export const dayOfMs = (ms: number): Day => beijing(ms).toISOString().slice(0, 10);
/** 18:31 */
export const clock = (ms: number): string => beijing(ms).toISOString().slice(11, 16);
/** 2018-09-29 21:30, for tables of record. */
export const stamp = (ms: number): string => `${dayOfMs(ms)} ${clock(ms)}`;

/** 9月30日; with the year where it is not this one. */
export function date(day: Day, language: Language, today?: Day): string {
  const [y, m, d] = day.split('-').map(Number) as [number, number, number];
  const other = today !== undefined && today.slice(0, 4) !== day.slice(0, 4);
  if (language === 'en') return `${d} ${EN_MONTH[m - 1]}${other ? ` ${y}` : ''}`;
  return `${other ? `${y}年` : ''}${m}月${d}日`;
}

/** 9月; Sep */
export function month(text: string, language: Language): string {
  const m = Number(text.slice(5, 7));
  return language === 'en' ? (EN_MONTH[m - 1] ?? '') : `${m}月`;
}

export const weekChar = (day: Day, language: Language): string =>
  language === 'en' ? (EN_WEEK[weekday(day)] ?? '').slice(0, 1) : (ZH_WEEK[weekday(day)] ?? '');
export const weekName = (day: Day, language: Language): string =>
  language === 'en' ? (EN_WEEK[weekday(day)] ?? '') : `星期${ZH_WEEK[weekday(day)] ?? ''}`;

/** 9月30日 星期日; Sun 30 Sep. */
export const dated = (day: Day, language: Language, today?: Day): string =>
  language === 'en' ? `${weekName(day, language)} ${date(day, language, today)}` : `${date(day, language, today)} ${weekName(day, language)}`;

/** A moment seen from now: 刚刚 · 22 分钟前 · 今天 18:31 · 4 天前. */
export function ago(ms: number, nowMs: number, language: Language): string {
  const days = diffDays(dayOfMs(nowMs), dayOfMs(ms));
  if (days > 0) return daysAgo(days, language);
  const minutes = Math.max(0, Math.floor((nowMs - ms) / MINUTE_MS));
  if (minutes < 1) return language === 'en' ? 'just now' : '刚刚';
  if (minutes < 60) return language === 'en' ? `${minutes} min ago` : `${minutes} 分钟前`;
  return language === 'en' ? `today ${clock(ms)}` : `今天 ${clock(ms)}`;
}

/** Calendar days, so that yesterday is 1 天前. */
export function daysAgo(days: number, language: Language): string {
  if (days <= 0) return language === 'en' ? 'today' : '今天';
  return language === 'en' ? `${days} ${days === 1 ? 'day' : 'days'} ago` : `${days} 天前`;
}

/** 9月29日 21:30 */
export const moment = (ms: number, language: Language, today?: Day): string => `${date(dayOfMs(ms), language, today)} ${clock(ms)}`;

/** 过期 8 天 · 今天到期 · 还有 5 天; beyond 30 days the date. */
export function due(day: Day, today: Day, language: Language): string {
  const left = diffDays(day, today);
  if (left > 30) return date(day, language, today);
  if (language === 'en') return left === 0 ? 'due today' : `${Math.abs(left)} ${Math.abs(left) === 1 ? 'day' : 'days'} ${left < 0 ? 'overdue' : 'left'}`;
  return left < 0 ? `过期 ${-left} 天` : left === 0 ? '今天到期' : `还有 ${left} 天`;
}

/** 38 秒 · 1 分 02 秒 */
/** With a full stop, as every sentence that stands by itself has one. */
export const ended = (text: string, language: Language): string => (/[。.？?！]$/u.test(text) ? text : `${text}${language === 'en' ? '.' : '。'}`);

export function seconds(n: number, language: Language): string {
  const m = Math.floor(n / 60);
  const s = Math.round(n % 60);
  if (language === 'en') return m ? `${m} min ${s} s` : `${s} s`;
  return m ? `${m} 分 ${String(s).padStart(2, '0')} 秒` : `${s} 秒`;
}

/** How far two clocks are apart: 25 分钟 · 3 小时 · 2 天 · 4 年. */
export function span(ms: number, language: Language): string {
  const minutes = Math.round(Math.abs(ms) / MINUTE_MS);
  const [n, zh, en] = minutes < 60 ? [minutes, '分钟', 'min'] : minutes < 48 * 60 ? [Math.round(minutes / 60), '小时', 'h'] : minutes < 730 * 1440 ? [Math.round(minutes / 1440), '天', 'days'] : [Math.round(minutes / 1440 / 365), '年', 'years'];
  return `${n} ${language === 'en' ? en : zh}`;
}

/** 甲、乙 · a, b */
export const list = (words: readonly string[], language: Language): string => words.filter(Boolean).join(language === 'en' ? ', ' : '、');

/** The first letter of a name as readers see it, not as a code unit. */
export function firstGrapheme(text: string): string {
  for (const { segment } of new Intl.Segmenter('zh-CN').segment(text)) return segment;
  return '';
}
