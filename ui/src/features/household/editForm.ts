/** The drawer 改户档: values as shown, and what of them was changed. */
import type { Cell, RecordView, SaveRequest, Typed } from '@/api/generated';
import type { CodeList } from '@/lib/codes';
import { parseDay } from '@/lib/dates';
import { readNumber } from '@/lib/typed';

/** In the order in which they stand; the first one of a form is open, the others are folded. */
export const GROUPS = ['state', 'contact', 'living', 'land', 'leading', 'watch', 'relocation', 'cadre', 'bank', 'person', 'learning', 'health', 'work', 'cover', 'income'] as const;
export type Group = (typeof GROUPS)[number];

export interface Field {
  name: string;
  kind: 'text' | 'code' | 'codes' | 'year' | 'number' | 'hundredths' | 'date' | 'secret' | 'flag' | 'money' | 'person';
  /** The code list whose labels the choice shows. */
  list?: CodeList;
  group: Group;
  /** Of several codes at most so many. */
  most?: number;
}

const flag = (group: Group, ...names: string[]): Field[] => names.map((name) => ({ name, kind: 'flag', group }));

/** What the counties' forms ask for; names as in the record. */
export const HOUSEHOLD_FIELDS: readonly Field[] = [
  { name: 'state', kind: 'code', list: 'state', group: 'state' },
  { name: 'out_of_poverty_year', kind: 'year', group: 'state' },
  { name: 'causes', kind: 'codes', list: 'cause', group: 'state', most: 3 },
  { name: 'attribute', kind: 'code', list: 'attribute', group: 'state' },
  { name: 'kind', kind: 'code', list: 'household_kind', group: 'state' },
  { name: 'identified_year', kind: 'year', group: 'state' },
  { name: 'standard', kind: 'code', list: 'standard', group: 'state' },
  { name: 'fallen_back_cause', kind: 'code', list: 'cause', group: 'state' },
  { name: 'fallen_back_year', kind: 'year', group: 'state' },
  { name: 'helper_name', kind: 'person', group: 'contact' },
  { name: 'phone', kind: 'secret', group: 'contact' },
  { name: 'address', kind: 'text', group: 'contact' },
  { name: 'group_name', kind: 'text', group: 'contact' },
  ...flag('contact', 'military_family'),
  { name: 'note', kind: 'text', group: 'contact' },
  ...flag('living', 'water_safe', 'water_hard', 'house_unsafe'),
  { name: 'house_grade', kind: 'code', list: 'house_grade', group: 'living' },
  { name: 'house_dm2', kind: 'hundredths', group: 'living' },
  ...flag('living', 'sanitary_toilet'),
  { name: 'fuel', kind: 'code', list: 'fuel', group: 'living' },
  ...flag('living', 'home_power', 'working_power', 'broadcast'),
  { name: 'road_kind', kind: 'code', list: 'road', group: 'living' },
  { name: 'road_metres', kind: 'number', group: 'living' },
  ...['farmland', 'irrigated', 'woodland', 'returned_woodland', 'orchard', 'grassland', 'water'].map((land): Field => ({ name: `${land}_centimu`, kind: 'hundredths', group: 'land' })),
  ...flag('leading', 'in_cooperative', 'led_by_enterprise', 'led_by_person'),
  { name: 'monitored_kind', kind: 'code', list: 'monitored_kind', group: 'watch' },
  { name: 'risks', kind: 'codes', list: 'risk', group: 'watch', most: 5 },
  { name: 'watched_on', kind: 'date', group: 'watch' },
  ...flag('watch', 'without_labour_supported', 'risk_gone'),
  { name: 'risk_gone_on', kind: 'date', group: 'watch' },
  { name: 'risk_gone_by', kind: 'code', list: 'risk_gone_by', group: 'watch' },
  ...flag('relocation', 'wants_relocation', 'relocated'),
  { name: 'relocation_mode', kind: 'code', list: 'relocation_mode', group: 'relocation' },
  { name: 'resettlement', kind: 'code', list: 'resettlement', group: 'relocation' },
  { name: 'resettlement_place', kind: 'code', list: 'resettlement_place', group: 'relocation' },
  { name: 'relocation_difficulties', kind: 'codes', list: 'relocation_difficulty', group: 'relocation' },
  ...flag('relocation', 'in_resettlement_area'),
  { name: 'resettlement_address', kind: 'text', group: 'relocation' },
  { name: 'cadre_level', kind: 'code', list: 'cadre_level', group: 'cadre' },
  { name: 'cadre_name', kind: 'text', group: 'cadre' },
  { name: 'cadre_relation', kind: 'text', group: 'cadre' },
  { name: 'bank_name', kind: 'text', group: 'bank' },
  { name: 'bank_account', kind: 'secret', group: 'bank' },
];

/** Sex, birth date and age come from the identity number; they are typed where there is none. */
export const MEMBER_FIELDS: readonly Field[] = [
  { name: 'name', kind: 'text', group: 'person' },
  { name: 'relation', kind: 'code', list: 'relation', group: 'person' },
  { name: 'id_number', kind: 'secret', group: 'person' },
  { name: 'id_kind', kind: 'code', list: 'id_kind', group: 'person' },
  { name: 'phone', kind: 'secret', group: 'person' },
  { name: 'ethnicity', kind: 'code', list: 'ethnicity', group: 'person' },
  { name: 'politics', kind: 'code', list: 'politics', group: 'person' },
  ...flag('person', 'married', 'in_army', 'relocated_person'),
  { name: 'education', kind: 'code', list: 'education', group: 'learning' },
  { name: 'schooling', kind: 'code', list: 'schooling', group: 'learning' },
  { name: 'out_of_school_reason', kind: 'secret', group: 'learning' },
  ...flag('learning', 'mandarin'),
  { name: 'health', kind: 'secret', list: 'health', group: 'health' },
  { name: 'illness', kind: 'secret', group: 'health' },
  { name: 'illness_grade', kind: 'secret', group: 'health' },
  { name: 'disability', kind: 'secret', group: 'health' },
  { name: 'disability_year', kind: 'secret', group: 'health' },
  { name: 'labour', kind: 'code', list: 'labour', group: 'work' },
  { name: 'work_where', kind: 'code', list: 'work_where', group: 'work' },
  { name: 'work_months', kind: 'number', group: 'work' },
  { name: 'employer', kind: 'text', group: 'work' },
  { name: 'job_channel', kind: 'text', group: 'work' },
  { name: 'industry_kind', kind: 'text', group: 'work' },
  ...flag('work', 'works_abroad'),
  { name: 'public_post', kind: 'text', group: 'work' },
  { name: 'public_post_months', kind: 'number', group: 'work' },
  ...flag('cover', 'medical_insured', 'employee_medical', 'serious_illness_insured', 'commercial_medical', 'pension_insured', 'employee_pension', 'allowance', 'destitute', 'medical_aid', 'other_health_aid', 'education_aid', 'disability_aid'),
];
/** Asked for where no identity number says them. */
export const BORN_FIELDS: readonly Field[] = [
  { name: 'gender', kind: 'code', list: 'gender', group: 'person' },
  { name: 'born_on', kind: 'date', group: 'person' },
];
/** With an identity number on file sex and birth date are not asked for. */
export const memberFields = (view: RecordView): readonly Field[] => (text(view.fields['id_number']) ? MEMBER_FIELDS : [...MEMBER_FIELDS.slice(0, 3), ...BORN_FIELDS, ...MEMBER_FIELDS.slice(3)]);

export type Values = Record<string, string | string[]>;

const text = (cell: Cell | undefined): string => (cell === null || cell === undefined ? '' : String(cell));

export function splitCodes(cell: Cell | undefined): string[] {
  const s = text(cell).trim();
  if (s.startsWith('[')) {
    try {
      const read: unknown = JSON.parse(s);
      if (Array.isArray(read)) return read.map(String);
    } catch {
      return [s];
    }
  }
  return s.split(/[,，、;；\s]+/u).filter(Boolean);
}

/** A masked value is never put into a field: an empty secret field means “stays as it is”. */
export function valuesOf(view: RecordView, fields: readonly Field[]): Values {
  const out: Values = {};
  for (const f of fields) {
    const cell = view.fields[f.name];
    if (f.kind === 'secret') out[f.name] = '';
    else if (f.kind === 'money' || f.kind === 'hundredths') out[f.name] = typeof cell === 'number' ? String(cell / 100) : '';
    else out[f.name] = f.kind === 'codes' ? splitCodes(view.fields[f.name]) : text(view.fields[f.name]);
  }
  return out;
}

const same = (a: string | string[], b: string | string[]): boolean => (Array.isArray(a) && Array.isArray(b) ? a.join('\n') === b.join('\n') : a === b);

/** The names of the fields that differ from what the form was opened with. */
export function changedFields(before: Values, now: Values, fields: readonly Field[]): string[] {
  return fields.filter((f) => !same(trimmed(before[f.name]), trimmed(now[f.name]))).map((f) => f.name);
}

const trimmed = (v: string | string[] | undefined): string | string[] => (Array.isArray(v) ? v : (v ?? '').trim());

export function cellOf(field: Field, value: string | string[]): Typed {
  if (Array.isArray(value)) return value;
  const s = value.trim();
  if (field.name === 'disability_year') return s === '' ? null : (readNumber(s, 0).value ?? s);
  // 健康 is a list of codes behind its mask.
  if (field.kind === 'secret' && field.list) return s === '' ? [] : [s];
  if (s === '') return field.kind === 'text' || field.kind === 'person' ? '' : null;
  if (field.kind === 'date') return parseDay(s, '2100-01-01') ?? s;
  // What is no number goes as it was typed, and the rule answers beside the field.
  if (field.kind === 'money' || field.kind === 'hundredths') {
    const yuan = readNumber(s, 2).value;
    return yuan === null ? s : Math.round(yuan * 100);
  }
  return field.kind === 'year' || field.kind === 'number' || field.kind === 'flag' ? (readNumber(s, 0).value ?? s) : s;
}

export function saveOf(id: string, base: number, before: Values, now: Values, fields: readonly Field[], reason: string): SaveRequest {
  const out: Record<string, Typed> = {};
  for (const name of changedFields(before, now, fields)) {
    const field = fields.find((f) => f.name === name);
    if (field) out[name] = cellOf(field, trimmed(now[name]));
  }
  return { id, base, fields: out, reason: reason.trim() || null };
}

/** What the county changed since the form was opened, of the fields that this form shows. */
export function changedMeanwhile(opened: RecordView, current: RecordView, fields: readonly Field[]): string[] {
  if (opened.version === current.version) return [];
  return fields.filter((f) => text(opened.fields[f.name]) !== text(current.fields[f.name])).map((f) => f.name);
}
