import { beforeEach, expect, test, vi } from 'vitest';

const world = vi.hoisted(() => ({ side: 'console' }));
vi.mock('@/platform/current', () => ({ platform: world }));
vi.mock('@/api/client', () => ({ call: async () => ({}) }));
const { useSettings } = await import('./useSettings');

const SHELF = 'zhucun.look';
const { settings, set, recall } = useSettings();
const now = (): string[] => [settings.language, settings.type_size, document.documentElement.dataset.type ?? ''];
beforeEach(async () => {
  world.side = 'console';
  await set({ language: 'zh-CN', type_size: 'standard' });
  localStorage.clear();
});

test('the county\'s browser keeps how its pages look, from one day to the next', async () => {
  await set({ language: 'en', type_size: 'largest' });
  const kept = localStorage.getItem(SHELF) ?? '';
  // Another day: the page begins with the plain ones.
  await set({ language: 'zh-CN', type_size: 'standard' });
  localStorage.setItem(SHELF, kept);
  recall();
  expect(now()).toEqual(['en', 'largest', 'largest']);
});
test('what a browser kept and nobody can read is as if it had kept nothing', () => {
  for (const kept of ['{', 'null', '{"type_size":"huge","language":"fr"}']) {
    localStorage.setItem(SHELF, kept);
    recall();
    expect([kept, ...now()]).toEqual([kept, 'zh-CN', 'standard', 'standard']);
  }
});
test('a laptop keeps nothing beside its encrypted file', async () => {
  world.side = 'desktop';
  await set({ language: 'en' });
  expect(localStorage.length).toBe(0);
  localStorage.setItem(SHELF, '{"language":"zh-CN"}');
  recall();
  expect(settings.language).toBe('en');
});
