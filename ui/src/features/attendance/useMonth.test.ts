import { expect, test, vi } from 'vitest';
import { shallowRef } from 'vue';

const asked = vi.hoisted(() => [] as string[]);
vi.mock('@/api/client', () => ({
  call: async (name: string) => {
    asked.push(name);
    if (name === 'session.get') return { side: 'laptop', account: 'a', role: 'member', area: { level: 'village' }, today: '2018-09-30', now_ms: 0, clock_shift_ms: 0, team: [] };
    return { saved: [{ change_set: 'own-1' }] };
  },
  useQuery: () => ({ data: shallowRef(null) }),
}));
const { useSession } = await import('@/composables/useSession');
const { useToast } = await import('@/composables/useToast');
const { markOf } = await import('./stay');
const { useMonth } = await import('./useMonth');

test('a mark that cannot lie ahead of today is told as no success, and nothing is written', async () => {
  await useSession().load();
  const stayed = markOf('stayed')!;
  const { mark } = useMonth('2018-09-30');
  await mark(stayed, ['2018-10-01']);
  expect(asked).toEqual(['session.get']);
  expect(useToast().toasts.value.map((x) => [x.failed, x.text.includes('今天以后')])).toEqual([[true, true]]);
  await mark(stayed, ['2018-09-30']);
  expect(asked).toEqual(['session.get', 'stay.record']);
  expect(useToast().toasts.value.map((x) => x.failed)).toEqual([true, false]);
});
