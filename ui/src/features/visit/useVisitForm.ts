/** State and acts of the dialog 记走访: a new visit, or the correction of one. */
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import { call, useQuery } from '@/api/client';
import type { Draft, HouseholdHit, HouseholdRow, Saved, VisitContext } from '@/api/generated';
import type { Failure } from '@/platform/types';
import { draftStore } from '@/composables/draftStore';
import { useDraft, type DraftHandle } from '@/composables/useDraft';
import type { RecordRequest } from '@/composables/useRecordVisit';
import type { CodeOption } from '@/lib/codes';
import type { Day } from '@/lib/dates';
import { toApiError } from '@/platform/types';
import { blankVisit, fromDetail, hasSubstance, isUntouched, problemDue, requestDue, toSave, visitorsOf, type VisitForm } from './visitForm';

export type Picked = Pick<HouseholdHit, 'id' | 'head_name' | 'group_name' | 'people' | 'cause' | 'state' | 'state_year' | 'last_visit_on'>;
export type Trouble = 'household' | 'substance' | 'date' | 'due' | null;

export interface Kept {
  picked: Picked | null;
  saved: Saved;
  form: VisitForm;
}

export interface Clock {
  today(): Day;
  now(): number;
  me(): string;
}

export interface VisitFormHandle {
  form: Ref<VisitForm>;
  picked: ShallowRef<Picked | null>;
  picking: Ref<boolean>;
  /** Who is on record of a visit that is corrected, by name; empty for a new one. */
  recorded: ShallowRef<CodeOption[]>;
  correcting: ComputedRef<boolean>;
  context: ShallowRef<VisitContext | null>;
  draft: DraftHandle<VisitForm>;
  trouble: ComputedRef<Trouble>;
  tried: Ref<boolean>;
  saving: Ref<boolean>;
  error: ShallowRef<Failure | null>;
  open(request: RecordRequest): Promise<void>;
  pick(household: Picked): Promise<void>;
  another(): Promise<void>;
  drop(): Promise<Draft | null>;
  save(): Promise<Kept | null>;
  next(): Promise<void>;
  close(): Promise<void>;
}

const asPicked = (row: HouseholdRow): Picked => row;

export function useVisitForm(clock: Clock): VisitFormHandle {
  const form = ref(blankVisit('', clock.today()));
  const picked = shallowRef<Picked | null>(null);
  const picking = ref(true);
  const visitId = ref<string | null>(null);
  const recorded = shallowRef<CodeOption[]>([]);
  const tried = ref(false);
  const saving = ref(false);
  const error = shallowRef<Failure | null>(null);
  const draft = useDraft<VisitForm>({
    form: () => (visitId.value === null ? 'visit' : 'visit_edit'),
    value: form,
    empty: (f) => visitId.value === null && isUntouched(f),
    store: draftStore,
    now: () => clock.now(),
  });
  const correcting = computed(() => visitId.value !== null);
  const trouble = computed<Trouble>(() => {
    if (!form.value.householdId || picking.value) return 'household';
    if (!form.value.visitedOn) return 'date';
    if (form.value.hasProblem && problemDue(form.value, clock.today()).bad) return 'due';
    if (form.value.hasRequest && requestDue(form.value, clock.today()).bad) return 'due';
    return correcting.value || hasSubstance(form.value) ? null : 'substance';
  });
  // While what is typed is no date, what is known of the household stays where it is.
  const asOf = computed<Day>((last) => form.value.visitedOn || last || clock.today());
  const { data: context } = useQuery('visit.context', () => (picked.value && !picking.value ? { household_id: picked.value.id, visited_on: asOf.value } : null));

  function begin(id: string | null): void {
    visitId.value = id;
    recorded.value = [];
    tried.value = false;
    error.value = null;
  }

  async function seat(householdId: string): Promise<void> {
    if (picked.value?.id !== householdId) picked.value = asPicked((await call('household.card', { id: householdId })).row);
    picking.value = false;
  }

  async function openNew(householdId: string, on: Day): Promise<void> {
    begin(null);
    // Its household first: a text whose household cannot be read is not opened, so that it comes under no other.
    if (householdId) await seat(householdId);
    await draft.open(householdId, blankVisit(householdId, on), 0);
    if (!householdId) {
      picked.value = null;
      picking.value = true;
    }
  }

  /** The newest visit begun and not saved, to be gone on with. */
  async function newestDraft(): Promise<Draft | undefined> {
    const mine = (await draftStore.list()).filter((d) => d.form === 'visit' && d.subject !== '');
    return mine.sort((a, b) => b.changed_at_ms - a.changed_at_ms)[0];
  }

  async function open(request: RecordRequest): Promise<void> {
    if (request.visitId !== null) {
      const detail = await call('visit.detail', { id: request.visitId });
      begin(request.visitId);
      await seat(detail.row.household_id);
      await draft.open(request.visitId, fromDetail(detail), detail.visit.version);
      recorded.value = visitorsOf(detail);
    } else if (request.householdId !== null) await openNew(request.householdId, clock.today());
    else {
      const newest = (await newestDraft())?.subject ?? '';
      try {
        await openNew(newest, clock.today());
      } catch {
        // Its household is deleted or cannot be read: the draft stays where it is, and a blank form is written on.
        await openNew('', clock.today());
      }
    }
  }

  async function pick(household: Picked): Promise<void> {
    const theirs = (await draftStore.list()).some((d) => d.form === 'visit' && d.subject === household.id);
    picked.value = household;
    if (theirs && draft.subject.value !== household.id) {
      // Both keep their text: the one begun earlier is gone on with, what was typed here stays with its own household.
      await draft.open(household.id, blankVisit(household.id, form.value.visitedOn), 0);
    } else {
      form.value.householdId = household.id;
      await draft.move(household.id);
    }
    picking.value = false;
  }

  /** Another household first; the restored text stays a draft. */
  const another = (): Promise<void> => openNew('', clock.today());

  async function drop(): Promise<Draft | null> {
    await draft.flush();
    const found = (await draftStore.list()).find((d) => d.form === (correcting.value ? 'visit_edit' : 'visit') && d.subject === draft.subject.value);
    await draft.clear();
    if (visitId.value !== null) await open({ householdId: null, visitId: visitId.value });
    else await openNew('', clock.today());
    return found ?? null;
  }

  async function save(): Promise<Kept | null> {
    tried.value = true;
    if (saving.value || trouble.value !== null) return null;
    saving.value = true;
    error.value = null;
    const written = { ...form.value };
    try {
      const sent = toSave(written, { id: visitId.value, base: draft.base.value, me: clock.me(), today: clock.today() });
      const saved = await draft.take((taken) => call('visit.record', { ...sent, ...taken }));
      return { picked: picked.value, saved, form: written };
    } catch (thrown) {
      error.value = toApiError(thrown);
      return null;
    } finally {
      saving.value = false;
    }
  }

  return {
    form,
    picked,
    picking,
    recorded,
    correcting,
    context,
    draft,
    trouble,
    tried,
    saving,
    error,
    open,
    pick,
    another,
    drop,
    save,
    // The date stays for the next household.
    next: () => openNew('', form.value.visitedOn || clock.today()),
    close: () => draft.close(),
  };
}
