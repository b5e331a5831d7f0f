import { beforeEach, expect, test, vi } from 'vitest';

const asked: string[] = [];
vi.mock('@/api/client', () => ({
  call: async (_name: string, request: { change_set: string }) => {
    asked.push(request.change_set);
    return { saved: {}, was_sent: request.change_set.startsWith('sent') };
  },
}));
import { useToast } from './useToast';

beforeEach(() => {
  asked.length = 0;
  vi.useFakeTimers();
  const { forget, hold } = useToast();
  forget();
  hold(false);
});
const fresh = async (): Promise<ReturnType<typeof useToast>> => useToast();

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
test('two are seen at a time, and what comes third is said at once in the place of the oldest', async () => {
  const { say, toasts } = await fresh();
  for (const text of ['a', 'b', 'c']) say(text);
  expect(toasts.value.map((x) => x.text)).toEqual(['b', 'c']);
  vi.advanceTimersByTime(4_100);
  expect(toasts.value.map((x) => x.text)).toEqual(['c']);
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
test('taking back what the county has already goes with the next sync, and that is said', async () => {
  const { say, undo, toasts } = await fresh();
  say('已存', ['sent-1']);
  await undo();
  expect(toasts.value.at(-1)?.text).toBe('已撤销，下次同步一起交');
});
test('what only this program keeps comes back by its own way', async () => {
  const { say, undo, toasts } = await fresh();
  const back = vi.fn().mockResolvedValue(undefined);
  say('已丢掉没写完的改动', [], back);
  await undo();
  expect(back).toHaveBeenCalledTimes(1);
  expect(toasts.value.at(-1)?.text).toBe('已撤销');
});
test('the next person at the laptop takes back nothing of the one before', async () => {
  const { say, undo, forget } = await fresh();
  say('已存', ['own-1']);
  forget();
  await undo();
  expect(asked).toEqual([]);
});

test('what was not done is no success, and nothing of it is taken back', async () => {
  const { say, fail, toasts } = await fresh();
  say('已记 9月30日住村', ['own-2']);
  fail('没存上：磁盘满了');
  expect(toasts.value.map((x) => [x.failed, x.act !== null])).toEqual([[false, true], [true, false]]);
});
