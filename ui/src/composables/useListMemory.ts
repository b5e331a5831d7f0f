/** What a list was looking at, kept while the program runs, so that coming back finds the same filter and row. */
import { reactive } from 'vue';

const kept = new Map<string, object>();

export function useListMemory<T extends object>(list: string, fresh: T): T {
  const found = kept.get(list) as T | undefined;
  if (found) return found;
  const memory = reactive(fresh) as T;
  kept.set(list, memory);
  return memory;
}

/** Somebody else is at work: what the one before looked for is theirs. */
export const forgetLists = (): void => kept.clear();
