import type { DistributionDetail, DistributionSave, HouseholdRow } from '@/api/generated';
import type { Day } from '@/lib/dates';
import { readDay, readNumber } from '@/lib/typed';

/** Date and number as typed. */
export interface DistributionForm {
  item: string;
  given: string;
  quantity: string;
  unit: string;
  source: string;
  note: string;
  householdIds: string[];
}

export const blankDistribution = (today: Day): DistributionForm => ({ item: '', given: today, quantity: '1', unit: '', source: '', note: '', householdIds: [] });

export function distributionOf(detail: DistributionDetail): DistributionForm {
  const r = detail.row;
  return { item: r.item, given: r.given_on, quantity: r.quantity === null ? '' : String(r.quantity), unit: r.quantity_unit, source: r.source, note: r.note, householdIds: detail.portions.map((p) => p.household_id) };
}

export function sameDistribution(a: DistributionForm, b: DistributionForm): boolean {
  const texts = (f: DistributionForm): string[] => [f.item, f.given, f.quantity, f.unit, f.source, f.note].map((x) => x.trim());
  return texts(a).join('\n') === texts(b).join('\n') && [...a.householdIds].sort().join() === [...b.householdIds].sort().join();
}

export interface Missing {
  field: 'item' | 'given_on' | 'quantity' | 'household_ids';
  code: 'required' | 'date' | 'number';
}

export function missingIn(f: DistributionForm, today: Day): Missing[] {
  const out: Missing[] = [];
  if (!f.item.trim()) out.push({ field: 'item', code: 'required' });
  const given = readDay(f.given, today);
  if (!given.value) out.push({ field: 'given_on', code: given.bad ? 'date' : 'required' });
  if (readNumber(f.quantity, 0).bad) out.push({ field: 'quantity', code: 'number' });
  if (!f.householdIds.length) out.push({ field: 'household_ids', code: 'required' });
  return out;
}

export interface Target {
  id: string | null;
  base: number;
  village: string;
  today: Day;
}

export function distributionSave(f: DistributionForm, to: Target): DistributionSave {
  return {
    id: to.id,
    base: to.base,
    division_code: to.village,
    given_on: readDay(f.given, to.today).value ?? '',
    item: f.item.trim(),
    quantity: readNumber(f.quantity, 0).value,
    quantity_unit: f.unit.trim(),
    source: f.source.trim(),
    note: f.note.trim(),
    household_ids: [...f.householdIds],
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

/** All of these chosen, or none when all were. */
export function flipped(chosen: readonly string[], ids: readonly string[]): string[] {
  const all = ids.every((id) => chosen.includes(id));
  return all ? chosen.filter((id) => !ids.includes(id)) : [...chosen, ...ids.filter((id) => !chosen.includes(id))];
}
