/** The month on screen, the days chosen in it, and what a mark does to them. */
import { computed, ref, watch, type ComputedRef, type Ref } from 'vue';
import { call, useQuery, type Query } from '@/api/client';
import type { DayRow, Month, StayRecord } from '@/api/generated';
import { errorText } from '@/composables/useErrorText';
import { useSession } from '@/composables/useSession';
import { useText } from '@/composables/useText';
import { useToast } from '@/composables/useToast';
import { addDays, monthOf, span, type Day } from '@/lib/dates';
import { toApiError } from '@/platform/types';
import { allowed, recordOf, type Mark } from './stay';

export interface MonthHandle {
  month: Ref<string>;
  query: Query<Month>;
  rows: ComputedRef<DayRow[]>;
  rowOf(day: Day): DayRow | undefined;
  /** Where the arrows are. */
  cursor: Ref<Day>;
  /** Where the selection began. */
  anchor: Ref<Day>;
  selected: ComputedRef<Day[]>;
  /** With `extend` from where the selection began. */
  go(day: Day, extend?: boolean): void;
  step(by: number, extend: boolean): void;
  mark(mark: Mark, days?: readonly Day[]): Promise<void>;
  write(stay: StayRecord, said: string): Promise<boolean>;
  clear(): Promise<void>;
}

export function useMonth(first: Day): MonthHandle {
  const { t, date } = useText();
  const { today } = useSession();
  const { say, fail } = useToast();
  const month = ref(monthOf(first));
  const query = useQuery('stay.month', () => ({ month: month.value, person_id: null }));
  /** While another month is read, the days of the one before it are not taken for its days. */
  const rows = computed(() => (query.data.value?.month === month.value ? query.data.value.days : []));
  const cursor = ref<Day>(first);
  const anchor = ref<Day>(first);
  const selected = computed(() => span(anchor.value, cursor.value));
  const rowOf = (day: Day): DayRow | undefined => rows.value.find((r) => r.on === day);

  function go(day: Day, extend = false): void {
    cursor.value = day;
    if (!extend) anchor.value = day;
    month.value = monthOf(day);
  }
  // The month was chosen in the head: the selection goes there too.
  watch(month, (now) => {
    if (monthOf(cursor.value) === now) return;
    const day = monthOf(today.value) === now ? today.value : `${now}-01`;
    cursor.value = anchor.value = day;
  });

  async function write(stay: StayRecord, said: string): Promise<boolean> {
    try {
      const done = await call('stay.record', stay);
      say(said, done.saved.map((s) => s.change_set));
      return true;
    } catch (thrown) {
      fail(t('attendance.failed', { why: errorText(toApiError(thrown)) }));
      return false;
    }
  }

  async function mark(what: Mark, days: readonly Day[] = selected.value): Promise<void> {
    const word = t(`attendance.short.${what.code}` as 'attendance.short.stayed');
    const ok = days.filter((d) => allowed(what, d, today.value));
    const [one] = ok;
    if (one === undefined) return fail(t('attendance.ahead', { what: word }));
    const said = ok.length === 1 ? t('attendance.recorded', { date: date(one), what: word }) : t('attendance.recordedMany', { n: ok.length, what: word });
    await write(recordOf(what, ok), said);
  }

  /** The rows go with a reason, as every record does; undo brings them back. */
  async function clear(): Promise<void> {
    const sets: (string | null)[] = [];
    const cleared: Day[] = [];
    try {
      for (const day of selected.value) {
        const row = rowOf(day);
        if (!row?.id || !row.recorded) continue;
        sets.push((await call('stay.remove', { id: row.id, base: row.version, reason: t('attendance.deleteKey') })).change_set);
        cleared.push(day);
      }
    } catch (thrown) {
      fail(t('attendance.failed', { why: errorText(toApiError(thrown)) }));
    }
    const [one] = cleared;
    if (one !== undefined) say(cleared.length === 1 ? t('attendance.cleared', { date: date(one) }) : t('attendance.clearedMany', { n: cleared.length }), sets);
  }

  return { month, query, rows, rowOf, cursor, anchor, selected, go, step: (by, extend) => go(addDays(cursor.value, by), extend), mark, write, clear };
}
