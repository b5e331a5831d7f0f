/** The row that an address names: in the list, or read alone where it is in another view or far down. */
import { computed, watch, type ComputedRef, type Ref } from 'vue';
import { useQuery, type Operation, type Request, type Response } from '@/api/client';
import type { Failure } from '@/platform/types';

/** The operations that read one row by its id. */
type RowOperation = { [K in Operation]: { id: string } extends Request<K> ? (Response<K> extends { id: string } ? K : never) : never }[Operation];

export interface OpenRow<T> {
  row: ComputedRef<T | null>;
  /** Why there is none to be shown. */
  absent: ComputedRef<Failure | null>;
  refetch(): Promise<void>;
}

export function useOpenRow<K extends RowOperation>(name: K, pages: { rows: ComputedRef<Response<K>[]>; head: Ref<object | null> }, id: () => string | null): OpenRow<Response<K>> {
  const inList = computed(() => pages.rows.value.find((r) => r.id === id()) ?? null);
  const alone = useQuery(name, () => (id() && pages.head.value && !inList.value ? ({ id: id() } as Request<K>) : null));
  // One that was read stays while it is read again, as when it leaves the view, and while it cannot be, but not once it is gone.
  const row = computed<Response<K> | null>((last) => {
    if (inList.value) return inList.value;
    if (alone.error.value?.code === 'not_found') return null;
    return alone.current.value ?? (last?.id === id() ? last : null);
  });
  return { row, absent: computed(() => (row.value ? null : alone.error.value)), refetch: alone.refetch };
}

/** The open row is the chosen one; until it is read, no other is. */
export function useOpenChosen<T extends { id: string }>(pages: { rows: ComputedRef<T[]>; question: Ref<number>; row(index: number): T | undefined; find(is: (row: T) => boolean): number }, id: () => string | null, chosen: Ref<number>): void {
  /** The one that was found last, and among the rows of which question. */
  let found = '';
  watch([id, pages.rows], ([open]) => {
    const at = open ? pages.find((r) => r.id === open) : -1;
    const one = `${pages.question.value}/${open}`;
    if (at >= 0) [chosen.value, found] = [at, one];
    // One that leaves the list while it is open keeps its place, from which the arrows go on.
    else if (open && one !== found && pages.row(chosen.value)) chosen.value = -1;
    else if (!open && chosen.value < 0) chosen.value = 0;
  });
}
