/** What happened to a household, said in words and put under its years. */
import type { TimelineEvent } from '@/api/generated';

export interface YearOfEvents {
  year: string;
  events: TimelineEvent[];
  /** Whoever opens the page sees these; the rest is folded. */
  open: boolean;
}

/** So many years stand open from the newest. */
const OPEN_YEARS = 2;
/** A way that is this short is never folded. */
const FEW = 12;

export function byYear(events: readonly TimelineEvent[]): YearOfEvents[] {
  const years = new Map<string, TimelineEvent[]>();
  for (const event of events) {
    const year = event.on.slice(0, 4);
    years.set(year, [...(years.get(year) ?? []), event]);
  }
  const all = [...years];
  return all.map(([year, of], at) => ({ year, events: of, open: events.length <= FEW || at >= all.length - OPEN_YEARS }));
}

export type Tone = 'ok' | 'go' | 'danger' | 'plain';

/** Colour never speaks alone: the words say the same. */
export function toneOf(event: TimelineEvent): Tone {
  switch (event.kind) {
    case 'measure_done':
    case 'problem_closed':
    case 'exit':
      return 'ok';
    case 'measure_begun':
    case 'planned':
    case 'housing':
      return 'go';
    case 'problem_found':
    case 'identified':
      return 'danger';
    default:
      return 'plain';
  }
}

/** Where a measure is read. */
export const routeOf = (event: TimelineEvent): string | null => (event.id && event.kind.startsWith('measure_') ? `/measures?id=${event.id}` : null);
