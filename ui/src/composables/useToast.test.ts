import { beforeEach, expect, test, vi } from 'vitest';

const asked: string[] = [];
vi.mock('@/api/client', () => ({
  call: async (_name: string, request: { change_set: string }) => {
    asked.push(request.change_set);
    return {};
  },
}));

beforeEach(() => {
  asked.length = 0;
  vi.resetModules();
  vi.useFakeTimers();
});
const fresh = async (): Promise<ReturnType<typeof import('./useToast').useToast>> => (await import('./useToast')).useToast();

test('undo takes back the sets of the last act, newest first, and its toast goes', async () => {
  const { say, undo, toasts } = await fresh();
  say('已存：走访 张德顺', ['own-1']);
  say('已记 9月30日住村', ['own-2', 'own-3']);
  await undo();
  expect(asked).toEqual(['own-3', 'own-2']);
  expect(toasts.value.map((x) => x.text)).toEqual(['已存：走访 张德顺', '已撤销']);
});
test('an act can be undone after its toast is gone', async () => {
  const { say, undo, toasts } = await fresh();
  say('已存', ['own-1']);
  vi.advanceTimersByTime(9_000);
  expect(toasts.value).toEqual([]);
  await undo();
  expect(asked).toEqual(['own-1']);
});
test('two are seen at a time and a third waits', async () => {
  const { say, toasts } = await fresh();
  for (const text of ['a', 'b', 'c']) say(text);
  expect(toasts.value.map((x) => x.text)).toEqual(['a', 'b']);
  vi.advanceTimersByTime(4_100);
  expect(toasts.value.map((x) => x.text)).toEqual(['b', 'c']);
});
test('the clock stops under the pointer', async () => {
  const { say, hold, toasts } = await fresh();
  say('a');
  hold(true);
  vi.advanceTimersByTime(60_000);
  expect(toasts.value).toHaveLength(1);
});
test('a save that changed nothing leaves nothing to undo', async () => {
  const { say, undo } = await fresh();
  say('没有改动', [null]);
  await undo();
  expect(asked).toEqual([]);
});
