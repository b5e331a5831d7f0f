/** What can happen to a family, and how it is told in one line. */
import type { EventView } from '@/api/generated';
import type { CodeList } from '@/lib/codes';
import { codeLabel } from '@/lib/codes';
import type { Text } from '@/composables/useText';
import { BORN_FIELDS, HOUSEHOLD_FIELDS, MEMBER_FIELDS, type Field } from './editForm';

export const EVENT_GROUPS = {
  gain: ['born', 'married_in', 'moved_in', 'adopted', 'came_back', 'other_in'],
  loss: ['died', 'married_out', 'moved_out', 'enlisted', 'lost_touch', 'other_out'],
  status: ['identified', 'out_of_poverty', 'fell_back', 'watched', 'risk_gone', 'risk_back'],
  household: ['head_changed', 'regrouped', 'split', 'merged'],
} as const;
export type EventGroup = keyof typeof EVENT_GROUPS;
export type EventKind = (typeof EVENT_GROUPS)[EventGroup][number];

export const groupOf = (kind: string): EventGroup | null => (Object.keys(EVENT_GROUPS) as EventGroup[]).find((g) => (EVENT_GROUPS[g] as readonly string[]).includes(kind)) ?? null;

const named = (fields: readonly Field[], ...names: string[]): Field[] => names.flatMap((name) => fields.filter((f) => f.name === name));
const NEW_PERSON: readonly Field[] = [...named(MEMBER_FIELDS, 'name', 'relation', 'id_number'), ...BORN_FIELDS, ...named(MEMBER_FIELDS, 'ethnicity')];
const OF_HOUSEHOLD: Readonly<Record<string, readonly string[]>> = {
  identified: ['causes', 'attribute', 'standard'],
  out_of_poverty: ['state'],
  fell_back: ['fallen_back_cause'],
  watched: ['monitored_kind', 'risks'],
  risk_gone: ['risk_gone_by'],
  regrouped: ['group_name', 'address'],
  split: ['group_name', 'address'],
};

/** What the form asks besides day, reason and evidence; the day of a birth is the birthday. */
export const fieldsOf = (kind: string): readonly Field[] => (kind === 'born' ? NEW_PERSON.filter((f) => f.name !== 'born_on') : groupOf(kind) === 'gain' ? NEW_PERSON : named(HOUSEHOLD_FIELDS, ...(OF_HOUSEHOLD[kind] ?? [])));

const LIST: Readonly<Record<string, CodeList>> = { identified: 'state', out_of_poverty: 'state', fell_back: 'state', watched: 'monitored_kind', risk_gone: 'risk_gone_by', risk_back: 'risk_gone_by' };

export type MergerWay = 'mergedHere' | 'mergedThere' | 'mergedWith';

/**
 * Whose people went where: on the page of those who have gone they stand as what was before. Events of before this
 * was written say only what the household itself says, and of two that were joined to each other nothing.
 */
export function mergerWay(event: EventView, events: readonly EventView[], mergedInto: unknown): MergerWay {
  const cell = (e: EventView, field: string): string => String(e.event.fields[field] ?? '');
  if (cell(event, 'before')) return 'mergedThere';
  if (mergedInto !== event.other?.id) return 'mergedHere';
  const others = events.filter((e) => e !== event && cell(e, 'kind') === 'merged' && e.other?.id === event.other?.id);
  if (others.some((e) => cell(e, 'before'))) return 'mergedHere';
  return others.length ? 'mergedWith' : 'mergedThere';
}

/** 张三 · 上坪组 → 磨沟组 · 从 李四 户分出 */
export function eventText({ event, member_name: who }: EventView, { t, language }: Pick<Text, 't' | 'language'>): string {
  const kind = String(event.fields['kind'] ?? '');
  const [before, after] = [String(event.fields['before'] ?? ''), String(event.fields['after'] ?? '')];
  const list = LIST[kind];
  const word = (code: string): string => (list ? codeLabel(language.value, list, code) : code);
  const parts: string[] = [];
  if (kind !== 'head_changed' && who) parts.push(who);
  if (kind === 'split' || kind === 'merged') parts.push(after || before);
  else if (before || after) parts.push(before ? t('family.fromTo', { from: word(before), to: word(after) || '—' }) : word(after));
  return parts.filter(Boolean).join(' · ');
}
