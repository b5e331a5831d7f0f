/** Whether anybody is at work: enrolled, unlocked, logged in. The screens before the shell ask and act here. */
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import { call, changed } from '@/api/client';
import type { ShellState } from '@/api/generated';
import type { Failure } from '@/platform/types';
import { platform } from '@/platform/current';
import { toApiError } from '@/platform/types';
import { pushedBackup } from './useBackup';
import { forgetImport, pushedImport } from './useImport';
import { flushDrafts } from './useDraft';
import { useSession } from './useSession';
import { forgetLists } from './useListMemory';
import { useSettings } from './useSettings';
import { forgetSync, pushedSync } from './useSyncStatus';
import { useToast } from './useToast';

export type Access = 'starting' | 'enrol' | 'unlock' | 'login' | 'open' | 'failed';

const access = ref<Access>('starting');
const shell = shallowRef<ShellState | null>(null);
const failure = shallowRef<Failure | null>(null);
/** Once open, the screens stay as they are behind the lock and come back with it. */
const everOpen = ref(false);

async function enter(): Promise<void> {
  await useSession().load();
  try {
    await useSettings().load();
  } catch (thrown) {
    // The county keeps no settings of a browser; the page begins with the plain ones.
    if (platform.side === 'desktop' || toApiError(thrown).code !== 'other_side') throw thrown;
  }
  access.value = 'open';
  everOpen.value = true;
  changed(['*']);
}

async function follow(state: ShellState): Promise<void> {
  shell.value = state;
  if (state.profile === 'open') return enter();
  useSettings().look(state);
  access.value = state.profile === 'none' || state.profile === 'fetching' ? 'enrol' : 'unlock';
}

async function start(): Promise<void> {
  try {
    if (platform.side === 'desktop') await follow(await call('shell.state', {}));
    else {
      useSettings().recall();
      await enter();
    }
    failure.value = null;
  } catch (thrown) {
    failure.value = toApiError(thrown);
    const out = ['unauthenticated', 'account_disabled'].includes(failure.value.code);
    access.value = platform.side === 'console' && out ? 'login' : 'failed';
  }
}

/** Nothing of the one before stays on the page. */
function leave(): void {
  everOpen.value = false;
  useSession().end();
  forgetLists();
  forgetSync();
  forgetImport();
  useToast().forget();
}

/** Another person's file, beside this one; an empty name begins a new one. */
async function switchTo(folder: string): Promise<void> {
  const state = await call('shell.switch', { folder });
  leave();
  await follow(state);
}

/** What was typed a moment ago is written before the file closes. */
async function lock(): Promise<void> {
  await flushDrafts();
  if (platform.side === 'console') {
    await platform.logout();
    closed();
  } else await follow(await call('shell.lock', {}));
}

/** Told from outside: the shell has locked, or the server knows the session no more. */
function closed(): void {
  if (access.value !== 'open') return;
  if (platform.side === 'console') {
    access.value = 'login';
    leave();
  } else {
    access.value = 'unlock';
    void call('shell.state', {}).then(follow, () => undefined);
  }
}

let listening: (() => void) | undefined;
function listen(): void {
  listening ??= platform.listen({ changed, sync: pushedSync, backup: pushedBackup, roster: pushedImport, closed, closing: () => void lock() });
}

export function useAccess(): {
  access: Ref<Access>;
  shell: ShallowRef<ShellState | null>;
  failure: ShallowRef<Failure | null>;
  everOpen: Ref<boolean>;
  start(): Promise<void>;
  follow(state: ShellState): Promise<void>;
  lock(): Promise<void>;
  switchTo(folder: string): Promise<void>;
  listen(): void;
} {
  return { access, shell, failure, everOpen, start, follow, lock, switchTo, listen };
}
