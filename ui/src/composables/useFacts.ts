/** What the program knows of this laptop; asked again whenever the file is opened, by whatever key, or replaced. */
import { onBeforeUnmount, onMounted, shallowRef, type ShallowRef } from 'vue';
import { call, onChanged } from '@/api/client';
import type { LaptopFacts } from '@/api/generated';
import { toApiError, type Failure } from '@/platform/types';

export function useFacts(): { facts: ShallowRef<LaptopFacts | null>; failure: ShallowRef<Failure | null>; load(): Promise<void> } {
  const facts = shallowRef<LaptopFacts | null>(null);
  const failure = shallowRef<Failure | null>(null);
  let turn = 0;
  async function load(): Promise<void> {
    const mine = ++turn;
    try {
      const told = await call('shell.facts', {});
      if (mine !== turn) return;
      facts.value = told;
      failure.value = null;
    } catch (thrown) {
      if (mine === turn) failure.value = toApiError(thrown);
    }
  }
  onMounted(load);
  onBeforeUnmount(onChanged((records) => void (records.has('*') && load())));
  return { facts, failure, load };
}
