/** What a list was looking at, kept while the program runs, so that coming back finds the same filter and row. */
import { reactive, watch } from 'vue';

const kept = new Map<string, object>();

/** Another question begins at its first row. */
export function useListMemory<T extends { query: object; chosen: number }>(list: string, fresh: T): T {
  const memory = (kept.get(list) as T | undefined) ?? (reactive(fresh) as T);
  kept.set(list, memory);
  watch(() => JSON.stringify(memory.query), () => (memory.chosen = 0));
  return memory;
}

/** Somebody else is at work: what the one before looked for is theirs. */
export const forgetLists = (): void => kept.clear();
