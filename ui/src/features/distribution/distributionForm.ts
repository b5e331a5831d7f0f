import type { DistributionDetail, DistributionSave, HouseholdRow, PortionAt, PortionRow, Typed } from '@/api/generated';
import { changedOf } from '@/lib/changed';
import type { Day } from '@/lib/dates';
import { readDay, readNumber } from '@/lib/typed';

/** Date and number as typed. */
export interface DistributionFields {
  village: string;
  item: string;
  given: string;
  quantity: string;
  unit: string;
  source: string;
  note: string;
}
/** `before` and `portions`: what it was opened with; nothing and none for a new one. */
export interface DistributionForm extends DistributionFields {
  householdIds: string[];
  before: DistributionFields | null;
  portions: PortionAt[];
}

const blank = (village: string, today: Day): DistributionFields => ({ village, item: '', given: today, quantity: '1', unit: '', source: '', note: '' });
export const blankDistribution = (village: string, today: Day): DistributionForm => ({ ...blank(village, today), householdIds: [], before: null, portions: [] });

const shownOf = (p: PortionRow): PortionAt => ({ household_id: p.household_id, base: p.version });
export function distributionOf({ row: r, portions }: DistributionDetail): DistributionForm {
  const before: DistributionFields = { village: r.division_code, item: r.item, given: r.given_on, quantity: r.quantity === null ? '' : String(r.quantity), unit: r.quantity_unit, source: r.source, note: r.note };
  return { ...before, householdIds: portions.map((p) => p.household_id), before, portions: portions.map(shownOf) };
}

/** A draft taken up again, with the households as they are by now: those that others put in or took out are not its change. */
export function overNow(f: DistributionForm, portions: readonly PortionRow[]): void {
  const now = new Set(portions.map((p) => p.household_id));
  const known = new Set(f.portions.map((p) => p.household_id));
  const come = portions.filter((p) => !known.has(p.household_id));
  const gone = new Set(f.portions.map((p) => p.household_id).filter((id) => !now.has(id)));
  const chosen = new Set(f.householdIds.filter((id) => !gone.has(id)));
  come.forEach((p) => chosen.add(p.household_id));
  f.householdIds = [...chosen];
  f.portions = [...f.portions.filter((p) => !gone.has(p.household_id)), ...come.map(shownOf)];
}

export function isUntouched(f: DistributionForm, today: Day): boolean {
  const before = f.before ?? blank(f.village, today);
  const texts = (x: DistributionFields): string => [x.item, x.given, x.quantity, x.unit, x.source, x.note].map((s) => s.trim()).join('\n');
  return texts(f) === texts(before) && [...f.householdIds].sort().join() === f.portions.map((p) => p.household_id).sort().join();
}

export interface Missing {
  field: 'division_code' | 'item' | 'given_on' | 'quantity' | 'household_ids';
  code: 'required' | 'date' | 'number';
}

export function missingIn(f: DistributionForm, today: Day): Missing[] {
  const out: Missing[] = [];
  if (!f.village) out.push({ field: 'division_code', code: 'required' });
  if (!f.item.trim()) out.push({ field: 'item', code: 'required' });
  const given = readDay(f.given, today);
  if (!given.value) out.push({ field: 'given_on', code: given.bad ? 'date' : 'required' });
  if (readNumber(f.quantity, 0).bad) out.push({ field: 'quantity', code: 'number' });
  if (f.village && !f.householdIds.length) out.push({ field: 'household_ids', code: 'required' });
  return out;
}

const fieldsOf = (f: DistributionFields, today: Day): Record<string, Typed> => ({
  division_code: f.village,
  given_on: readDay(f.given, today).value,
  item: f.item.trim(),
  quantity: readNumber(f.quantity, 0).value,
  quantity_unit: f.unit.trim(),
  source: f.source.trim(),
  note: f.note.trim(),
});

/** What the form changed: fields, households put in, households taken out. */
export function distributionSave(f: DistributionForm, id: string | null, base: number, today: Day): DistributionSave {
  const now = fieldsOf(f, today);
  const known = new Set(f.portions.map((p) => p.household_id));
  const chosen = new Set(f.householdIds);
  return {
    id,
    base: id ? base : 0,
    fields: id && f.before ? changedOf(fieldsOf(f.before, today), now) : now,
    add: f.householdIds.filter((one) => !known.has(one)),
    remove: f.portions.filter((p) => !chosen.has(p.household_id)),
  };
}

export interface Group {
  name: string;
  rows: HouseholdRow[];
}

/** In the order of the list: by group, then by number. */
export function byGroup(rows: readonly HouseholdRow[]): Group[] {
  const found: Group[] = [];
  for (const row of rows) {
    const last = found.find((g) => g.name === row.group_name);
    if (last) last.rows.push(row);
    else found.push({ name: row.group_name, rows: [row] });
  }
  return found;
}

/** All of these chosen, or none when all were; those that received it stay. */
export function flipped(chosen: readonly string[], ids: readonly string[], received: ReadonlySet<string>): string[] {
  const free = ids.filter((id) => !received.has(id));
  const all = free.every((id) => chosen.includes(id));
  return all ? chosen.filter((id) => !free.includes(id)) : [...chosen, ...free.filter((id) => !chosen.includes(id))];
}

/** The portions of a pane under their groups, and under their villages where there are several. */
export function portionGroups(portions: readonly PortionRow[]): { name: string; rows: PortionRow[] }[] {
  const villages = new Set(portions.map((p) => p.village_name));
  const nameOf = (p: PortionRow): string => [villages.size > 1 ? p.village_name : '', p.group_name].filter(Boolean).join(' · ');
  const found: { name: string; rows: PortionRow[] }[] = [];
  for (const p of portions) {
    const last = found.at(-1);
    if (last && last.name === nameOf(p)) last.rows.push(p);
    else found.push({ name: nameOf(p), rows: [p] });
  }
  return found;
}
