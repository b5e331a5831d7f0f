import { flushPromises, mount } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import { defineComponent } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import codes from '@/locales/zh-CN/codes.json';
import { ApiFailure } from '@/platform/types';

const world = vi.hoisted(() => ({ rows: {} as Record<string, object> }));
vi.mock('@/platform/current', () => ({
  platform: {
    side: 'laptop',
    call: async (name: string, { id }: { id: string }) => {
      const fields = name === 'record.get' ? world.rows[id] : undefined;
      if (!fields) throw new ApiFailure({ code: 'not_found', detail: '', violations: [] });
      return { id, version: 1, fields };
    },
  },
}));
const { useOpenRecord } = await import('./openRecord');
const { useToast } = await import('@/composables/useToast');

async function opened(record: string, household: string | null): Promise<string> {
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:rest(.*)*', component: { render: () => null } }] });
  await router.push('/sync');
  let open: ReturnType<typeof useOpenRecord> | undefined;
  mount(defineComponent({ setup: () => ((open = useOpenRecord()), () => null) }), { global: { plugins: [router] } });
  await open?.(record, 'X', household);
  await flushPromises();
  return router.currentRoute.value.fullPath;
}

/** What a laptop writes and what hangs on no household leads somewhere all the same. */
test.each([
  ['visit', '/visits/X'],
  ['measure', '/measures?id=X'],
  ['problem', '/problems/X'],
  ['request', '/visits/requests?id=X'],
  ['wish', '/visits/wishes?edit=X'],
  ['distribution', '/visits/distributions/X'],
  ['tour', '/visits/tours/X'],
  ['inquiry', '/visits/inquiries?id=X'],
  ['stay', '/attendance'],
  ['village_plan_line', '/measures/plan'],
  ['feedback', '/settings/feedback'],
])('%s opens at %s', async (record, to) => {
  expect(Object.keys(codes.record)).toContain(record);
  expect(await opened(record, null)).toBe(to);
});
test.each([
  ['problem_step', { problem_id: 'Q1' }, '/problems/Q1'],
  ['portion', { distribution_id: 'D1' }, '/visits/distributions/D1'],
  ['photo', { owner_kind: 'measure', owner_id: 'M1' }, '/measures?id=M1'],
])('%s opens with what it belongs to', async (record, fields, to) => {
  world.rows = { X: fields };
  expect(await opened(record, 'H1')).toBe(to);
  // It is gone: its household is left, or it is said.
  world.rows = {};
  expect(await opened(record, 'H1')).toBe('/households/H1');
  useToast().forget();
  expect(await opened(record, null)).toBe('/sync');
  expect(useToast().toasts.value.map((x) => x.failed)).toEqual([true]);
});
test('what else hangs on a household opens there', async () => {
  for (const record of ['member', 'income', 'housing_solution', 'household_plan', 'status_event']) expect(await opened(record, 'H1')).toBe('/households/H1');
});
