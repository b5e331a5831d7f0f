/** A person's own filters of one list, kept in the encrypted file. */
import { computed, type ComputedRef } from 'vue';
import { call, useQuery } from '@/api/client';

export interface FilterBody {
  q: string;
  view: string;
  picked: Record<string, string[]>;
}
export type OwnFilter = FilterBody & { name: string };

function read(name: string, query: string): OwnFilter | null {
  try {
    const body = JSON.parse(query) as Partial<FilterBody>;
    return { name, q: body.q ?? '', view: body.view ?? '', picked: body.picked ?? {} };
  } catch {
    return null;
  }
}

export function useSavedFilters(list: string): {
  own: ComputedRef<OwnFilter[]>;
  keep(name: string, body: FilterBody): Promise<void>;
  drop(name: string): Promise<void>;
} {
  const query = useQuery('filter.list', {});
  const own = computed(() => (query.data.value ?? []).filter((f) => f.list === list).flatMap((f) => read(f.name, f.query) ?? []));
  return {
    own,
    keep: async (name, body) => void (await call('filter.save', { list, name, query: JSON.stringify(body) })),
    drop: async (name) => void (await call('filter.remove', { list, name, query: '' })),
  };
}
