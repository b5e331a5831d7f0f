import { useRouter } from 'vue-router';
import { call } from '@/api/client';
import type { RecordView } from '@/api/generated';
import { errorText } from '@/composables/useErrorText';
import { useToast } from '@/composables/useToast';
import { recordRoute } from '@/lib/recordRoute';
import { toApiError } from '@/platform/types';

const text = (view: RecordView, field: string): string => String(view.fields[field] ?? '');
/** What is read with another record: with which one. */
const OWNER: Readonly<Record<string, (view: RecordView) => [record: string, id: string]>> = {
  problem_step: (view) => ['problem', text(view, 'problem_id')],
  portion: (view) => ['distribution', text(view, 'distribution_id')],
  photo: (view) => [text(view, 'owner_kind'), text(view, 'owner_id')],
};

/** Where a record is read: its own page, that of the one it belongs to, else that of its household. */
export function useOpenRecord(): (record: string, id: string, household: string | null) => Promise<void> {
  const router = useRouter();
  const { fail } = useToast();
  return async (record, id, household) => {
    let to = recordRoute(record, id);
    const owner = OWNER[record];
    if (owner) {
      try {
        to = recordRoute(...owner(await call('record.get', { record, id })));
      } catch (thrown) {
        if (!household) return fail(errorText(toApiError(thrown)));
      }
    }
    to ??= household && recordRoute('household', household);
    if (to) await router.push(to);
  };
}
