/**
 * Who is at work, where, and what the clock of the store says. `today` and `nowMs` move on with the computer's own
 * passing time, so that no screen asks the computer for the date.
 */
import { computed, ref, shallowRef, type ComputedRef, type ShallowRef } from 'vue';
import type { Session } from '@/api/generated';
import { call } from '@/api/client';
import { addDays, diffDays } from '@/lib/dates';
import { dayOfMs } from '@/lib/format';

/** Whose screens: the village's team, the township's office, the county. */
export type Kind = 'team' | 'township' | 'county';

const session = shallowRef<Session | null>(null);
const elapsed = ref(0);
let readAt = 0;
let ticking: ReturnType<typeof setInterval> | undefined;

const nowMs = computed(() => (session.value ? session.value.now_ms + elapsed.value : 0));
// A session read as of 30 September keeps that date until the clock has passed midnight; the date may have been given
// by a person whose clock is wrong.
const today = computed(() => {
  const s = session.value;
  if (!s) return '1970-01-01';
  const at = (ms: number): string => dayOfMs(ms + s.clock_shift_ms);
  return addDays(s.today, Math.max(0, diffDays(at(nowMs.value), at(s.now_ms))));
});

const TOWNSHIP = new Set(['township_reviewer', 'dossier_keeper', 'policy_guide']);
const TEAM = new Set(['member', 'first_secretary', 'team_leader', 'helper', 'village_secretary']);

export function kindOf(s: Session): Kind {
  if (s.side === 'county' || s.area.level === 'county') return 'county';
  if (TOWNSHIP.has(s.role) || s.area.level === 'township') return 'township';
  return TEAM.has(s.role) ? 'team' : 'county';
}

export interface SessionHandle {
  session: ShallowRef<Session | null>;
  kind: ComputedRef<Kind>;
  today: ComputedRef<string>;
  nowMs: ComputedRef<number>;
  load(): Promise<Session>;
  end(): void;
}

async function load(): Promise<Session> {
  const s = await call('session.get', {});
  session.value = s;
  readAt = performance.now();
  elapsed.value = 0;
  clearInterval(ticking);
  ticking = setInterval(() => (elapsed.value = performance.now() - readAt), 15_000);
  return s;
}

function end(): void {
  clearInterval(ticking);
  session.value = null;
}

const kind = computed<Kind>(() => (session.value ? kindOf(session.value) : 'team'));

export function useSession(): SessionHandle {
  return { session, kind, today, nowMs, load, end };
}
