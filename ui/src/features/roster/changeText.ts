/** A value of a roster in words: codes by their list, money in yuan, areas whole, lists one after the other. */
import type { Cell, ImportChange } from '@/api/generated';
import { codeLabel, type CodeList } from '@/lib/codes';
import { yuan, type Language } from '@/lib/format';
import zh from '@/locales/zh-CN/codes.json';

const isList = (name: string): name is CodeList => name in zh;

function several(text: string): string[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.map(String) : [text];
  } catch {
    return [text];
  }
}

/** Empty where nothing is recorded. */
export function changeText(change: ImportChange, cell: Cell, language: Language): string {
  if (cell === null || cell === '') return '';
  if (change.field.endsWith('_fen')) return `${yuan(Number(cell))} ${language === 'en' ? 'yuan' : '元'}`;
  if (/_(?:centimu|dm2)$/u.test(change.field)) return String(Number(cell) / 100);
  const all = typeof cell === 'string' && cell.startsWith('[') ? several(cell) : [String(cell)];
  const { codes } = change;
  const words = isList(codes) ? all.map((code) => codeLabel(language, codes, code)) : all;
  return words.join(language === 'en' ? ', ' : '、');
}
