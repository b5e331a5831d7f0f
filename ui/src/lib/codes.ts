/** Code lists. A code that no list knows is shown as it is: never guessed, never hidden. */
import en from '@/locales/en/codes.json';
import zh from '@/locales/zh-CN/codes.json';
import type { Language } from './format';

export type CodeList = keyof typeof zh;
type Lists = Record<CodeList, Record<string, string>>;
const lists: Record<Language, Lists> = { 'zh-CN': zh, en };

export interface CodeOption {
  code: string;
  label: string;
}

export function codeLabel(language: Language, list: CodeList, code: string | number | null | undefined): string {
  if (code === null || code === undefined || code === '') return '';
  return lists[language][list][String(code)] ?? String(code);
}

/** National codes in their order, which is not that of object keys (`10` before `01`); words in the order of the list. */
export function codeOptions(language: Language, list: CodeList): CodeOption[] {
  const entries = Object.entries(lists[language][list]);
  const digits = (code: string): boolean => /^\d+$/.test(code);
  entries.sort(([a], [b]) => (digits(a) && digits(b) ? (a < b ? -1 : 1) : Number(digits(b)) - Number(digits(a))));
  return entries.map(([code, label]) => ({ code, label }));
}

/** Several codes in one cell are text, separated by a comma: `01,03`. */
export function splitCodes(cell: string | number | null | undefined): string[] {
  return cell === null || cell === undefined || cell === '' ? [] : String(cell).split(',').filter(Boolean);
}

export type HouseholdStatus = 'out' | 'plan' | 'poor' | 'floor';

/** 脱贫状态 of the record, as the four states that screens draw. Null: a code that no screen knows. */
export function householdStatus(state: string, year: number | null, thisYear: number): HouseholdStatus | null {
  switch (state) {
    case '1':
    case '4':
    case '已脱贫':
      return 'out';
    case '预脱贫':
      return 'plan';
    case '0':
    case '3':
      return year !== null && year === thisYear ? 'plan' : 'poor';
    case 'out':
    case 'plan':
    case 'poor':
    case 'floor':
      return state;
    default:
      return null;
  }
}
