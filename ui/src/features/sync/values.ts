/** How the values of a conflict are said: in the words of the forms, never as codes or fen. */
import type { Cell } from '@/api/generated';
import { splitCodes, type CodeList } from '@/lib/codes';
import { isDay } from '@/lib/dates';
import { count, yuan } from '@/lib/format';

/** Fields whose cell is a code of the list of the same name, or of this one. */
const LIST: Readonly<Record<string, CodeList>> = {
  causes: 'cause', risks: 'risk', purposes: 'purpose', policies: 'policy', class: 'measure_class', mode: 'mode', satisfaction: 'satisfaction', day_part: 'day_part', relation: 'relation', gender: 'gender', health: 'health',
  labour: 'labour', education: 'education', schooling: 'schooling', work_where: 'work_where', attribute: 'attribute', house_grade: 'house_grade', day: 'day', night: 'night', standard: 'standard', source: 'problem_source', fuel: 'fuel', road_kind: 'road', monitored_kind: 'monitored_kind',
  risk_gone_by: 'risk_gone_by', relocation_mode: 'relocation_mode', resettlement: 'resettlement', resettlement_place: 'resettlement_place', relocation_difficulties: 'relocation_difficulty', cadre_level: 'cadre_level', fallen_back_cause: 'cause',
  id_kind: 'id_kind', ethnicity: 'ethnicity', politics: 'politics', counts: 'tour_counts',
};
const STATE: Readonly<Record<string, CodeList>> = { measure: 'measure_state', problem: 'problem_state', request: 'request_state', housing_solution: 'housing_state', village_plan_line: 'measure_state' };
const KIND: Readonly<Record<string, CodeList>> = { problem: 'problem_kind', household: 'household_kind', housing_solution: 'housing_kind', village_plan_line: 'village_plan_kind', status_event: 'status_event' };
const ITEM: Readonly<Record<string, CodeList>> = { income: 'income_item', household_plan_line: 'plan_item' };

/** The questions of an inquiry. */
const ANSWER = /^(team|committee)_/;

export function codeListOf(record: string, field: string): CodeList | undefined {
  if (field === 'state') return STATE[record] ?? 'state';
  if (field === 'kind') return KIND[record];
  if (field === 'item') return ITEM[record];
  if (record === 'inquiry' && ANSWER.test(field)) return 'answer';
  return LIST[field];
}

export interface Words {
  label(list: CodeList, code: string): string;
  date(day: string): string;
  money(yuan: string): string;
  list(words: readonly string[]): string;
  /** Of a person or a unit; the id itself where nobody here has it. */
  name(id: string): string;
  /** Of a division by its code; the code itself where nobody here has it. */
  place(code: string): string;
  yes: string;
  no: string;
}

const FLAGS = new Set('water_safe water_hard house_unsafe military_family sanitary_toilet home_power working_power broadcast in_cooperative led_by_enterprise led_by_person without_labour_supported risk_gone wants_relocation relocated in_resettlement_area married in_army relocated_person mandarin works_abroad medical_insured employee_medical serious_illness_insured commercial_medical pension_insured employee_pension allowance destitute medical_aid other_health_aid education_aid disability_aid'.split(' '));
const NAMED = /^(?:person|lead_unit|unit)_ids?$/u;
/** Codes of divisions. */
export const PLACE = /^(?:division|village|parent)_code$|^night_place$|^day_places$/u;
/** Kept in hundredths of what the forms ask for: 亩, ㎡. */
const HUNDREDTHS = /_(?:centimu|dm2)$/u;

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
  if (HUNDREDTHS.test(field)) return count(Number(cell) / 100);
  if (NAMED.test(field)) return words.list(codesOf(cell).map(words.name));
  if (PLACE.test(field)) return words.list(codesOf(cell).map(words.place));
  if (FLAGS.has(field)) return Number(cell) ? words.yes : words.no;
  const list = codeListOf(record, field);
  return list ? words.list(codesOf(cell).map((c) => words.label(list, c))) : String(cell);
}

/** What a set wrote, beside the title of its row: a day or night in its words, and no name said twice. */
export function contentWords(record: string, content: string, title: string, label: Words['label']): string {
  if (content === title) return '';
  if (record !== 'stay') return content;
  const words = [label('night', content), label('day', content)].find((said) => said !== '' && said !== content) ?? content;
  // The chip of the row says it already.
  return words === label('record', record) ? '' : words;
}
