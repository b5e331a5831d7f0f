/**
 * What every dialog over a draft does alike: says how the draft is kept, saves once at a time with Ctrl+Enter, throws
 * away with a way back, and closes with the draft kept.
 */
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import { clock } from '@/lib/format';
import { toApiError, type Failure } from '@/platform/types';
import type { DraftHandle } from './useDraft';
import { useKeys } from './useKeys';
import { focusForm } from './useListFocus';
import { useText, type TextKey } from './useText';
import { useToast } from './useToast';

export interface DraftBoxOptions {
  /** Takes up the draft, or begins anew. */
  open(): Promise<void>;
  save(): Promise<void>;
  close(): void;
  /** What is said of a draft that was thrown away. */
  dropped?: TextKey;
}

export interface DraftBox {
  /** Under the title: where the text is by now. */
  sub: ComputedRef<string>;
  /** Somebody has tried to save: blank fields are asked for. */
  tried: Ref<boolean>;
  saving: Ref<boolean>;
  error: ShallowRef<Failure | null>;
  /** Does it, and shows why it failed. */
  attempt(work: () => Promise<void>): Promise<void>;
  /** The same for what writes: not twice at a time. */
  act(work: () => Promise<void>): Promise<void>;
  drop(): Promise<void>;
  close(): Promise<void>;
}

export function useDraftBox<T>(draft: DraftHandle<T>, own: DraftBoxOptions): DraftBox {
  const { t } = useText();
  const { say } = useToast();
  const tried = ref(false);
  const saving = ref(false);
  const error = shallowRef<Failure | null>(null);
  const sub = computed(() => {
    if (draft.failed.value) return t('common.recordForm.notKept');
    return draft.savedAt.value === null ? t('common.recordForm.keeps') : t('common.recordForm.kept', { time: clock(draft.savedAt.value) });
  });
  async function attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      error.value = toApiError(thrown);
    }
  }
  async function act(work: () => Promise<void>): Promise<void> {
    if (saving.value) return;
    saving.value = true;
    error.value = null;
    await attempt(work);
    saving.value = false;
  }
  async function drop(): Promise<void> {
    const form = document.activeElement?.closest('form');
    const back = await draft.discard();
    await own.open();
    await focusForm(form);
    say(t(own.dropped ?? 'common.recordForm.dropped'), [], back && (() => back().then(() => own.open())));
  }
  async function close(): Promise<void> {
    await draft.close();
    own.close();
  }
  useKeys(() => ({ 'Ctrl+Enter': () => void own.save() }));
  return { sub, tried, saving, error, attempt, act, drop, close };
}
