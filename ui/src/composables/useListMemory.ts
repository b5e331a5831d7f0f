/**
 * Filter, sort and chosen row of each list, as they were left, until the session ends. In memory only: what somebody
 * searched for is nothing to write into a plain file.
 */
import { reactive } from 'vue';

const memory = new Map<string, object>();

export function useListMemory<T extends object>(scope: string, fresh: T): T {
  const kept = memory.get(scope);
  if (kept) return kept as T;
  const state = reactive({ ...fresh }) as T;
  memory.set(scope, state);
  return state;
}

export const forgetLists = (): void => memory.clear();
