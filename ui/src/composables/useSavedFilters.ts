/** Filters that a person has given a name, kept in the encrypted file: tabs of their own after those of the list. */
import { computed, type ComputedRef, type WritableComputedRef } from 'vue';
import { call, useQuery } from '@/api/client';
import type { Facet } from '@/api/generated';
import { toApiError } from '@/platform/types';
import { errorText } from './useErrorText';
import { useText } from './useText';
import { useToast } from './useToast';

const OWN = 'own:';

export interface SavedFilters {
  /** Their tabs; how many rows they have is not known before they are asked. */
  tabs: ComputedRef<Facet[]>;
  view: WritableComputedRef<string>;
  /** The name under which the list is filtered just now; empty for none. */
  active: ComputedRef<string>;
  /** The county keeps no filters of a browser. */
  ready: ComputedRef<boolean>;
  keep(name: string): Promise<void>;
  drop(name: string): Promise<void>;
}

/** The same choices in any order are the same filter. */
export const canonical = (query: object): string =>
  JSON.stringify(Object.fromEntries(Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, Array.isArray(value) ? [...(value as unknown[])].sort() : value])));

/** What an older program kept counts as far as it can be read; what it did not know begins as it is in `fresh`. */
export function readFilter<T extends object>(text: string, fresh: T): T {
  try {
    const read: unknown = JSON.parse(text);
    if (read === null || typeof read !== 'object') return fresh;
    const known = Object.entries(read).filter(([key, value]) => key in fresh && Array.isArray(value) === Array.isArray(fresh[key as keyof T]));
    return { ...fresh, ...Object.fromEntries(known) };
  } catch {
    return fresh;
  }
}

/** `query` is the list's own, with its `view` among the fields. */
export function useSavedFilters<T extends { view: string }>(list: string, query: T, fresh: () => T): SavedFilters {
  const { t } = useText();
  const { say, fail } = useToast();
  const { data } = useQuery('filter.list', {});
  const own = computed(() => (data.value ?? []).filter((f) => f.list === list));
  const active = computed(() => own.value.find((f) => canonical(readFilter(f.query, fresh())) === canonical(query))?.name ?? '');

  async function guarded(act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (thrown) {
      fail(errorText(toApiError(thrown)));
    }
  }
  return {
    tabs: computed(() => own.value.map((f) => ({ code: OWN + f.name, label: f.name, count: -1 }))),
    view: computed({
      get: () => (active.value ? OWN + active.value : query.view),
      set(code) {
        const found = code.startsWith(OWN) && own.value.find((f) => f.name === code.slice(OWN.length));
        if (found) Object.assign(query, readFilter(found.query, fresh()));
        // From a filter of one's own to a tab of the list: the tab alone.
        else if (active.value) Object.assign(query, fresh(), { view: code });
        else query.view = code;
      },
    }),
    active,
    ready: computed(() => data.value !== null),
    keep: (name) => guarded(async () => {
      await call('filter.save', { list, name, query: canonical(query) });
      say(t('common.filterKept', { name }));
    }),
    drop: (name) => guarded(async () => {
      const gone = own.value.find((f) => f.name === name);
      if (!gone) return;
      await call('filter.remove', gone);
      say(t('common.filterDropped', { name }), [], () => call('filter.save', gone));
    }),
  };
}
