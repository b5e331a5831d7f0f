/** 改收入: the items of a year as typed, and the figure per head that they come to. */
import type { IncomeItem, RecordView } from '@/api/generated';
import { readNumber } from '@/lib/typed';

/** A row as it stood when the form was opened. */
export interface OpenedItem {
  id: string;
  version: number;
  item: string;
  fen: number | null;
}

export interface IncomeForm {
  typed: Record<string, string>;
  why: string;
  /** What is typed is compared with these and saved over these, whatever the page has learnt since. */
  opened: OpenedItem[];
}

const ofYear = (rows: readonly RecordView[], year: number): RecordView[] => rows.filter((r) => Number(r.fields['year']) === year);
const fenOf = (row: RecordView): number | null => (typeof row.fields['amount_fen'] === 'number' ? row.fields['amount_fen'] : null);

export const openedItems = (rows: readonly RecordView[], year: number): OpenedItem[] => ofYear(rows, year).map((row) => ({ id: row.id, version: row.version, item: String(row.fields['item']), fen: fenOf(row) }));

/** Two rows of one item count together, as on the page. */
const sumOf = (rows: readonly OpenedItem[], item: string): number | null => {
  const known = rows.flatMap((row) => (row.item === item && row.fen !== null ? [row.fen] : []));
  return known.length ? known.reduce((all, fen) => all + fen, 0) : null;
};

export function incomeForm(rows: readonly RecordView[], year: number): IncomeForm {
  const opened = openedItems(rows, year);
  const typed: Record<string, string> = {};
  for (const { item } of opened) {
    const fen = sumOf(opened, item);
    if (fen !== null) typed[item] = String(fen / 100);
  }
  return { typed, why: '', opened };
}

/** What is typed in fen; a household may have lost money. Null for nothing and for what is no number. */
export function readFen(text: string): number | null {
  const s = text.normalize('NFKC').trim();
  const { value } = readNumber(s.replace(/^-/, ''), 2);
  return value === null ? null : Math.round(value * 100) * (s.startsWith('-') ? -1 : 1);
}

/** Items that differ from what the form was opened with; an emptied one goes. What was not in the form stays as it is. */
export function changedItems({ opened, typed }: Pick<IncomeForm, 'opened' | 'typed'>): IncomeItem[] {
  const out: IncomeItem[] = [];
  for (const [item, text] of Object.entries(typed)) {
    const amount_fen = readFen(text);
    if (amount_fen === sumOf(opened, item)) continue;
    const [first, ...others] = opened.filter((row) => row.item === item);
    out.push({ id: first?.id ?? null, base: first?.version ?? 0, item, amount_fen });
    // Their money is in the sum that was typed over.
    for (const row of others) out.push({ id: row.id, base: row.version, item, amount_fen: null });
  }
  return out;
}

/** Items that others changed since the form was opened. */
export function changedSince(opened: readonly OpenedItem[], rows: readonly RecordView[], year: number): string[] {
  const now = openedItems(rows, year);
  return [...new Set([...opened, ...now].map((row) => row.item))].filter((item) => sumOf(opened, item) !== sumOf(now, item));
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
