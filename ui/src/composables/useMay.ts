/** May this account write a record here? The console writes none of these; on a laptop the role says. */
import { computed, type ComputedRef } from 'vue';
import { useSession } from './useSession';

export function useMay(record: string): ComputedRef<boolean> {
  const { session } = useSession();
  return computed(() => session.value?.side === 'laptop' && session.value.writes.includes(record));
}

/** Roles that write in the ledger of problems, at a county too. */
export const mayRegister = (role: string): boolean => !['dossier_keeper', 'policy_guide', 'auditor'].includes(role);
