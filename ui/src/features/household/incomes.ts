/** The income rows of a household as one line a year, in the columns that are there. */
import type { RecordView } from '@/api/generated';

export const COLUMNS = ['wage', 'business', 'property', 'transfer', 'expense', 'other'] as const;
export type IncomeColumn = (typeof COLUMNS)[number];
const PER_HEAD = 'AAC082';
/** Sums over the others: showing them beside their parts would count twice. */
const SUMS = new Set(['AAC081', 'AAC079']);
/** 转移性收入 itself; where it is there, its parts are not added to it. */
const TRANSFER = 'AAC085';
const TRANSFER_PARTS = new Set(['AAC076', 'AAC077', 'AAC086', 'AAC087', 'AAC078', 'AAC083']);
const COLUMN: Record<string, IncomeColumn> = { AAC073: 'wage', AAC071: 'business', AAC072: 'property', AAC074: 'expense' };

export interface IncomeYear {
  year: number;
  fen: Partial<Record<IncomeColumn, number>>;
  perHead: number | null;
}

export function incomeYears(rows: readonly RecordView[]): IncomeYear[] {
  const years = new Map<number, Map<string, number>>();
  for (const { fields } of rows) {
    const year = Number(fields['year'] ?? 0);
    const items = years.get(year) ?? new Map<string, number>();
    const item = String(fields['item'] ?? '');
    items.set(item, (items.get(item) ?? 0) + Number(fields['amount_fen'] ?? 0));
    years.set(year, items);
  }
  return [...years].sort(([a], [b]) => a - b).map(([year, items]) => lineOf(year, items));
}

function lineOf(year: number, items: ReadonlyMap<string, number>): IncomeYear {
  const fen: IncomeYear['fen'] = {};
  const whole = items.get(TRANSFER);
  for (const [item, amount] of items) {
    if (item === PER_HEAD || SUMS.has(item) || (whole !== undefined && TRANSFER_PARTS.has(item))) continue;
    const column = item === TRANSFER || TRANSFER_PARTS.has(item) ? 'transfer' : (COLUMN[item] ?? 'other');
    fen[column] = (fen[column] ?? 0) + amount;
  }
  return { year, fen, perHead: items.get(PER_HEAD) ?? null };
}

/** The household's income per head: what the newest year says, else what the last roster gave, which names no year. */
export function perHeadOf(years: readonly IncomeYear[], rosterFen: number | null): { fen: number | null; year: number | null } {
  const newest = years.filter((y) => y.perHead !== null).at(-1);
  return newest ? { fen: newest.perHead, year: newest.year } : { fen: rosterFen, year: null };
}

export const columnsIn = (years: readonly IncomeYear[]): IncomeColumn[] => COLUMNS.filter((c) => years.some((y) => y.fen[c] !== undefined));

export interface Bar {
  year: number;
  fen: number;
  /** Of the highest thing drawn, 0 to 1. */
  height: number;
  under: boolean;
}

/** Income per head as bars against the line of this year; nothing where no year has a figure per head. */
export function incomeBars(years: readonly IncomeYear[], line: number | null): { bars: Bar[]; line: number | null } {
  const known = years.flatMap((y) => (y.perHead === null ? [] : [{ year: y.year, fen: y.perHead }]));
  const most = Math.max(1, line ?? 0, ...known.map((y) => y.fen));
  return {
    bars: known.map((y) => ({ ...y, height: Math.max(0, y.fen / most), under: line !== null && y.fen < line })),
    line: line === null || !known.length ? null : line / most,
  };
}
