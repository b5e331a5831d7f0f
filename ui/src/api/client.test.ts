import { flushPromises } from '@vue/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import { effectScope, ref } from 'vue';

const world = vi.hoisted(() => ({ wait: null as Promise<void> | null, fails: false, says: 'first' }));
vi.mock('@/platform/current', () => ({
  platform: {
    side: 'laptop',
    call: async (_name: string, request: { id: string }) => {
      const { fails, says } = world;
      if (world.wait) await world.wait;
      if (fails) throw new Error(request.id);
      return { id: request.id, says };
    },
  },
}));
const { useQuery, PATIENCE_MS } = await import('./client');

const id = ref<string | null>('A');
const query = () => effectScope().run(() => useQuery('wish.get', () => (id.value ? { id: id.value } : null)))!;
const past = (): Promise<void> => new Promise((done) => setTimeout(done, PATIENCE_MS + 20));
function held(): () => void {
  let go = (): void => undefined;
  world.wait = new Promise((done) => (go = done));
  return go;
}
beforeEach(() => {
  Object.assign(world, { wait: null, fails: false, says: 'first' });
  id.value = 'A';
});

test('while another question waits, the answer to the one before is not its own, and after a while it is said to wait', async () => {
  const q = query();
  await flushPromises();
  const go = held();
  id.value = 'B';
  expect(q.current.value).toBeNull();
  expect(q.data.value).toMatchObject({ id: 'A' });
  await flushPromises();
  expect(q.loading.value).toBe(false);
  await past();
  expect(q.loading.value).toBe(true);
  go();
  await flushPromises();
  expect([q.current.value?.id, q.loading.value]).toEqual(['B', false]);
});

test('the same question read again keeps its answer in sight and does not wait', async () => {
  const q = query();
  await flushPromises();
  const go = held();
  world.says = 'second';
  const again = q.refetch();
  await past();
  expect([q.current.value, q.loading.value]).toEqual([{ id: 'A', says: 'first' }, false]);
  go();
  await again;
  expect(q.current.value).toEqual({ id: 'A', says: 'second' });
});

test('what stood in the way of one question is not said of the next, and stays while the same is tried again', async () => {
  const q = query();
  await flushPromises();
  world.fails = true;
  id.value = 'B';
  await flushPromises();
  expect([q.current.value, q.error.value === null]).toEqual([null, false]);
  const go = held();
  void q.refetch();
  await flushPromises();
  expect(q.error.value).not.toBeNull();
  id.value = 'C';
  await flushPromises();
  expect(q.error.value).toBeNull();
  go();
  await flushPromises();
  expect(q.error.value).not.toBeNull();
});
