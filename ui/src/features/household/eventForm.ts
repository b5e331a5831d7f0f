/** The form 记变动: what is typed, and what of it is sent. */
import type { EventSave, HouseholdCard, RecordView, RelationGiven, Typed } from '@/api/generated';
import { readDay } from '@/lib/typed';
import { cellOf, type Values } from './editForm';
import { fieldsOf, groupOf } from './events';

export interface EventForm {
  kind: string;
  on: string;
  reason: string;
  evidence: string;
  member: string;
  values: Values;
  /** What each member is to the head, by their id. */
  relations: Record<string, string>;
  leaving: string[];
  number: string;
  other: { id: string; name: string } | null;
  /** Of each row that the form showed, its version when it did. */
  versions: Record<string, number>;
}

export const HEAD = '01';

export const blankEvent = (): EventForm => ({ kind: '', on: '', reason: '', evidence: '', member: '', values: {}, relations: {}, leaving: [], number: '', other: null, versions: {} });

/** Rows that are shown for the first time are remembered as they are now; what they become later was not seen. */
export function shownNow(versions: Readonly<Record<string, number>>, rows: readonly RecordView[]): Record<string, number> {
  return { ...Object.fromEntries(rows.map((row) => [row.id, row.version])), ...versions };
}

const relationOf = (m: RecordView): string => String(m.fields['relation'] ?? '');
export const isHead = (card: HouseholdCard, m: RecordView): boolean => relationOf(m) === HEAD || card.household.fields['head_member_id'] === m.id;

/** Those whose relation to the head is asked for, of this household or of the one that joins. */
export function askedFor(card: HouseholdCard, form: EventForm, coming: readonly RecordView[]): { members: readonly RecordView[]; ask: 'relations' | 'staying' | 'coming' | null } {
  const none = { members: [], ask: null };
  if (form.kind === 'head_changed') return { members: card.members, ask: 'relations' };
  if (form.kind === 'merged') return form.other ? { members: coming, ask: 'coming' } : none;
  const gone = form.kind === 'split' ? form.leaving : groupOf(form.kind) === 'loss' && form.member ? [form.member] : [];
  const staying = card.members.filter((m) => !gone.includes(m.id));
  const headGoes = card.members.some((m) => gone.includes(m.id) && isHead(card, m));
  return headGoes && staying.length ? { members: staying, ask: 'staying' } : none;
}

/** A relation that nobody chose is none where the head changes: what it was to somebody else says nothing. */
export function relationIn(card: HouseholdCard, form: EventForm, m: RecordView): string {
  const chosen = form.relations[m.id];
  if (chosen !== undefined) return chosen;
  return form.kind === 'head_changed' && !isHead(card, m) ? relationOf(m) : '';
}

const given = (form: EventForm, members: readonly RecordView[], relation: (m: RecordView) => string): RelationGiven[] => members.map((m) => ({ member_id: m.id, base: form.versions[m.id] ?? 0, relation: relation(m) }));

export function eventSave(card: HouseholdCard, base: number, form: EventForm, coming: readonly RecordView[], today: string): EventSave {
  const fields: Record<string, Typed> = {};
  for (const f of fieldsOf(form.kind)) {
    const value = form.values[f.name];
    if (value !== undefined && (Array.isArray(value) ? value.length : value.trim())) fields[f.name] = cellOf(f, Array.isArray(value) ? value : value.trim());
  }
  if (form.kind === 'split' && form.number.trim()) fields['number'] = form.number.trim();
  const { members } = askedFor(card, form, coming);
  return {
    household_id: card.household.id,
    base,
    kind: form.kind,
    happened_on: readDay(form.on, today).value ?? form.on.trim(),
    reason: form.reason.trim(),
    evidence: form.evidence.trim(),
    member_id: groupOf(form.kind) === 'loss' && form.member ? form.member : null,
    member_base: form.versions[form.member] ?? 0,
    fields,
    relations: given(form, members, (m) => relationIn(card, form, m)),
    leaving: form.kind === 'split' ? given(form, card.members.filter((m) => form.leaving.includes(m.id)), (m) => form.relations[m.id] ?? '') : [],
    other_household_id: form.kind === 'merged' ? (form.other?.id ?? null) : null,
    other_base: form.versions[form.other?.id ?? ''] ?? 0,
    draft: null,
  };
}
