import { ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { call } from '@/api/client';
import type { Facet, HouseholdRow } from '@/api/generated';
import { toApiError, type Failure } from '@/platform/types';

const ALL = { view: 'all', q: '', groups: [], states: [], causes: [], marks: [], remarks: [], sectors: [], seen_by: '', sort: 'default', descending: false };
/** Rows that one question gives. */
export const PAGE = 1000;

export interface Homes {
  rows: ShallowRef<HouseholdRow[]>;
  /** The villages that the account sees. */
  villages: ShallowRef<Facet[]>;
  error: ShallowRef<Failure | null>;
  loading: Ref<boolean>;
  refetch(): Promise<void>;
}

/** Every household of a place, however many there are; the villages alone while none is chosen. */
export function useHomes(place: () => string): Homes {
  const rows = shallowRef<HouseholdRow[]>([]);
  const villages = shallowRef<Facet[]>([]);
  const error = shallowRef<Failure | null>(null);
  const loading = ref(false);
  let turn = 0;

  async function refetch(): Promise<void> {
    const mine = ++turn;
    const code = place();
    // A place of nine digits is a township.
    const where = { villages: code.length === 12 ? [code] : [], townships: code.length === 9 ? [code] : [] };
    loading.value = true;
    error.value = null;
    try {
      const found: HouseholdRow[] = [];
      for (;;) {
        const page = await call('household.list', { ...ALL, ...where, limit: code ? PAGE : 1, offset: found.length });
        if (mine !== turn) return;
        villages.value = page.villages;
        if (!code) break;
        found.push(...page.rows);
        if (!page.rows.length || found.length >= page.total) break;
      }
      rows.value = found;
    } catch (thrown) {
      if (mine !== turn) return;
      error.value = toApiError(thrown);
    }
    loading.value = false;
  }
  watch(place, () => void refetch(), { immediate: true });
  return { rows, villages, error, loading, refetch };
}
