/** What the program knows of this laptop; asked again whenever the file is opened, by whatever key, or replaced. */
import { onBeforeUnmount, onMounted, shallowRef, type Ref, type ShallowRef } from 'vue';
import { call, onChanged } from '@/api/client';
import type { LaptopFacts } from '@/api/generated';
import { toApiError, type Failure } from '@/platform/types';
import { usePatience } from './usePatience';

export function useFacts(): { facts: ShallowRef<LaptopFacts | null>; failure: ShallowRef<Failure | null>; loading: Ref<boolean>; load(): Promise<void> } {
  const facts = shallowRef<LaptopFacts | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const { loading, begin, end } = usePatience();
  let turn = 0;
  async function load(): Promise<void> {
    const mine = ++turn;
    if (facts.value === null) begin();
    try {
      const told = await call('shell.facts', {});
      if (mine !== turn) return;
      facts.value = told;
      failure.value = null;
    } catch (thrown) {
      if (mine !== turn) return;
      failure.value = toApiError(thrown);
    }
    end();
  }
  onMounted(load);
  onBeforeUnmount(onChanged((records) => void (records.has('*') && load())));
  return { facts, failure, loading, load };
}
