/** Ctrl+N from anywhere: what the dialog 记走访 is to open with. The visit feature draws it, whoever wants it asks here. */
import { shallowRef, type ShallowRef } from 'vue';

export interface RecordRequest {
  /** Chosen beforehand, or none: then the picker comes first. */
  householdId: string | null;
  /** Not a new visit but the correction of this one. */
  visitId: string | null;
}

const request = shallowRef<RecordRequest | null>(null);

export function useRecordVisit(): {
  request: Readonly<ShallowRef<RecordRequest | null>>;
  record(householdId?: string | null): void;
  correct(visitId: string): void;
  close(): void;
} {
  return {
    request,
    record: (householdId = null) => (request.value = { householdId, visitId: null }),
    correct: (visitId) => (request.value = { householdId: null, visitId }),
    close: () => (request.value = null),
  };
}
