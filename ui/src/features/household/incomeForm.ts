/** 改收入: the items of a year as typed, and the figure per head that they come to. */
import type { IncomeItem, RecordView } from '@/api/generated';
import { readNumber } from '@/lib/typed';

export interface IncomeForm {
  typed: Record<string, string>;
  why: string;
}

const ofYear = (rows: readonly RecordView[], year: number): RecordView[] => rows.filter((r) => Number(r.fields['year']) === year);
const fenOf = (row: RecordView): number | null => (typeof row.fields['amount_fen'] === 'number' ? row.fields['amount_fen'] : null);

export function typedItems(rows: readonly RecordView[], year: number): Record<string, string> {
  const typed: Record<string, string> = {};
  for (const row of ofYear(rows, year)) {
    const fen = fenOf(row);
    if (fen !== null) typed[String(row.fields['item'])] = String(fen / 100);
  }
  return typed;
}

/** What is typed in fen; a household may have lost money. Null for nothing and for what is no number. */
export function readFen(text: string): number | null {
  const s = text.normalize('NFKC').trim();
  const { value } = readNumber(s.replace(/^-/, ''), 2);
  return value === null ? null : Math.round(value * 100) * (s.startsWith('-') ? -1 : 1);
}

/** Items that differ from what stands; an emptied one goes. */
export function changedItems(rows: readonly RecordView[], year: number, typed: Readonly<Record<string, string>>): IncomeItem[] {
  const standing = new Map(ofYear(rows, year).map((row) => [String(row.fields['item']), row]));
  const out: IncomeItem[] = [];
  for (const item of new Set([...standing.keys(), ...Object.keys(typed)])) {
    const row = standing.get(item);
    const amount_fen = readFen(typed[item] ?? '');
    if (amount_fen !== (row ? fenOf(row) : null)) out.push({ id: row?.id ?? null, base: row?.version ?? 0, item, amount_fen });
  }
  return out;
}

const GAINS = ['AAC073', 'AAC071', 'AAC072'];
const TRANSFER_PARTS = ['AAC076', 'AAC077', 'AAC086', 'AAC087', 'AAC078', 'AAC083'];

/** While it is typed; what is saved is worked out by the store, and by the same formula. */
export function netOf(typed: Readonly<Record<string, string>>, people: number): { gains: number; expense: number; perHead: number | null } | null {
  const fen = (item: string): number | null => readFen(typed[item] ?? '');
  const known = [...GAINS, ...TRANSFER_PARTS, 'AAC085', 'AAC074'].some((item) => fen(item) !== null);
  if (!known) return null;
  const sum = (items: readonly string[]): number => items.reduce((all, item) => all + (fen(item) ?? 0), 0);
  const gains = sum(GAINS) + (fen('AAC085') ?? sum(TRANSFER_PARTS));
  const expense = fen('AAC074') ?? 0;
  const net = gains - expense;
  return { gains, expense, perHead: people > 0 ? Math.sign(net) * Math.round(Math.abs(net) / people) : null };
}
