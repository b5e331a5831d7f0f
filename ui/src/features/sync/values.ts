/** How the values of a conflict are said: in the words of the forms, never as codes or fen. */
import type { Cell } from '@/api/generated';
import { splitCodes, type CodeList } from '@/lib/codes';
import { isDay } from '@/lib/dates';
import { yuan } from '@/lib/format';

/** Fields whose cell is a code of the list of the same name, or of this one. */
const LIST: Readonly<Record<string, CodeList>> = {
  causes: 'cause', risks: 'risk', purposes: 'purpose', policies: 'policy', class: 'measure_class', mode: 'mode', satisfaction: 'satisfaction', day_part: 'day_part', relation: 'relation', gender: 'gender', health: 'health',
  labour: 'labour', education: 'education', schooling: 'schooling', work_where: 'work_where', attribute: 'attribute', house_grade: 'house_grade', day: 'day', night: 'night', standard: 'standard', kind: 'household_kind', source: 'problem_source',
};
const STATE: Readonly<Record<string, CodeList>> = { measure: 'measure_state', problem: 'problem_state' };

export function codeListOf(record: string, field: string): CodeList | undefined {
  if (field === 'state') return STATE[record] ?? 'state';
  if (field === 'kind') return record === 'problem' ? 'problem_kind' : record === 'household' ? 'household_kind' : undefined;
  return LIST[field];
}

export interface Words {
  label(list: CodeList, code: string): string;
  date(day: string): string;
  money(yuan: string): string;
  yes: string;
  no: string;
}

const FLAG = /_(safe|unsafe|hard)$/;

/** `purposes` may be kept as JSON text. */
function codesOf(cell: Cell): string[] {
  const text = String(cell);
  if (!text.startsWith('[')) return splitCodes(cell);
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) ? read.map(String) : [text];
  } catch {
    return [text];
  }
}

export function valueWords(record: string, field: string, cell: Cell, words: Words): string {
  if (cell === null || cell === '' || cell === '[]') return '—';
  if (field.endsWith('_fen')) return words.money(yuan(Number(cell)));
  if (field.endsWith('_on') && isDay(String(cell))) return words.date(String(cell));
  if (FLAG.test(field)) return Number(cell) ? words.yes : words.no;
  const list = codeListOf(record, field);
  return list ? codesOf(cell).map((c) => words.label(list, c)).join('、') : String(cell);
}

/** What a set wrote, beside the title of its row: a day or night in its words, and no name said twice. */
export function contentWords(record: string, content: string, title: string, label: Words['label']): string {
  if (content === title) return '';
  if (record !== 'stay') return content;
  return [label('night', content), label('day', content)].find((said) => said !== '' && said !== content) ?? content;
}
