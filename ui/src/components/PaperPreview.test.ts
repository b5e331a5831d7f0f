import { flushPromises, mount } from '@vue/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import { ApiFailure } from '@/platform/types';

type Ask = { name: string; request: Record<string, unknown>; ticket: string };
const world = vi.hoisted(() => ({
  opened: [] as Ask[],
  pages: [] as number[],
  closed: [] as string[],
  saved: [] as string[],
  fail: null as { code: string; detail: string } | null,
  printer: null as string | null,
  answer: Promise.resolve(),
}));
const failure = (code: string, detail = ''): ApiFailure => new ApiFailure({ code, detail, violations: [] });
const sheets = (from: number, count: number) => ({ number: 'H11-20180930-4F7Q2X', pages: 6, from, pictures: Array.from({ length: count }, (_, i) => `page${from + i}`) });
vi.mock('@/platform/current', () => ({
  platform: {
    side: 'desktop',
    call: async () => ({}),
    paper: {
      open: async (name: string, request: Record<string, unknown>, ticket: string) => {
        world.opened.push({ name, request, ticket });
        await world.answer;
        if (world.fail) throw failure(world.fail.code, world.fail.detail);
        return sheets(0, 4);
      },
      pages: async (_ticket: string, from: number) => {
        world.pages.push(from);
        await world.answer;
        return sheets(from, 1);
      },
      save: async (_ticket: string, file: string) => {
        world.saved.push(file);
        return file;
      },
      print: async () => {
        if (world.printer === null) throw failure('no_printer');
        return world.printer;
      },
      close: (ticket: string) => void world.closed.push(ticket),
    },
  },
}));
const { default: PaperPreview } = await import('./PaperPreview.vue');
const { useToast } = await import('@/composables/useToast');

const FORMS = [
  { key: 'sheet', label: '户档', name: 'household.sheet' as const, request: (inFull: boolean) => ({ id: 'a', in_full: inFull }), full: true },
  { key: 'notice', label: '明白卡', name: 'household.notice' as const, request: () => ({ id: 'a' }) },
];
async function preview(forms = FORMS) {
  const overlays = document.createElement('div');
  overlays.id = 'overlays';
  document.body.replaceChildren(overlays);
  const w = mount(PaperPreview, { props: { forms, title: '张德顺' }, attachTo: document.body });
  await flushPromises();
  return w;
}
const box = (): HTMLElement => document.querySelector<HTMLElement>('[role=dialog]')!;
const shown = (): string | null => box().querySelector('img')?.getAttribute('src') ?? null;
const press = async (key: string, ctrlKey = false): Promise<void> => {
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true, cancelable: true }));
  await flushPromises();
};
beforeEach(() => Object.assign(world, { opened: [], pages: [], closed: [], saved: [], fail: null, printer: null, answer: Promise.resolve() }));

test('pages are turned by key, drawn when they are reached, and the ends are dead', async () => {
  const w = await preview();
  expect(shown()).toBe('data:image/png;base64,page0');
  await press('ArrowLeft');
  expect(shown()).toBe('data:image/png;base64,page0');
  await press('ArrowRight');
  await press('PageDown');
  await press('PageDown');
  expect([shown(), world.pages]).toEqual(['data:image/png;base64,page3', []]);
  await press('End');
  expect([shown(), world.pages]).toEqual(['data:image/png;base64,page5', [5]]);
  await press('ArrowRight');
  expect(box().textContent).toContain('第 6 / 6 页');
  await press('Home');
  expect(shown()).toBe('data:image/png;base64,page0');
  w.unmount();
});

test('the page that is looked at comes, also when another one was on its way', async () => {
  const w = await preview();
  let come = (): void => undefined;
  world.answer = new Promise((done) => (come = done));
  await press('End');
  await press('PageUp');
  expect([shown(), world.pages]).toEqual([null, [5]]);
  come();
  await flushPromises();
  expect([shown(), world.pages]).toEqual(['data:image/png;base64,page4', [5, 4]]);
  w.unmount();
});

test('printing in full, or another form, is another paper; what comes late of the first is dropped', async () => {
  const w = await preview();
  expect(world.opened[0]).toMatchObject({ name: 'household.sheet', request: { id: 'a', in_full: false } });
  let late = (): void => undefined;
  world.answer = new Promise((done) => (late = done));
  const full = box().querySelector<HTMLInputElement>('input[type=checkbox]')!;
  full.checked = true;
  full.dispatchEvent(new Event('change', { bubbles: true }));
  await flushPromises();
  expect([shown(), world.opened[1]?.request, world.closed]).toEqual([null, { id: 'a', in_full: true }, [world.opened[0]?.ticket]]);
  world.answer = Promise.resolve();
  box().querySelectorAll<HTMLInputElement>('input[type=radio]')[1]!.dispatchEvent(new Event('change', { bubbles: true }));
  await flushPromises();
  expect(world.opened[2]).toMatchObject({ name: 'household.notice', request: { id: 'a' } });
  expect(new Set(world.opened.map((o) => o.ticket)).size).toBe(3);
  expect(shown()).toBe('data:image/png;base64,page0');
  late();
  await flushPromises();
  expect(box().querySelector('input[type=checkbox]')).toBeNull();
  w.unmount();
  // The second one came after it was given up, and is put away once more.
  expect([...new Set(world.closed)]).toEqual(world.opened.map((o) => o.ticket));
  expect(world.closed.filter((ticket) => ticket === world.opened[1]?.ticket)).toHaveLength(2);
});

test('without a printer it says so and leads to the PDF', async () => {
  const w = await preview();
  await press('p', true);
  expect(box().querySelector('[role=alert]')?.textContent).toContain('没有找到打印机');
  expect(document.activeElement?.textContent).toContain('存成 PDF');
  await press('s', true);
  expect(world.saved).toEqual(['张德顺 H11-20180930-4F7Q2X.pdf']);
  expect(box().querySelector('[role=alert]')).toBeNull();
  world.printer = 'HP';
  await press('p', true);
  expect(useToast().toasts.value.some((toast) => toast.text.includes('已交给打印机 HP'))).toBe(true);
  w.unmount();
});

test('a character that cannot be printed is named with its page; an empty list is no error', async () => {
  world.fail = { code: 'print_glyph', detail: '{"character":"𡋾","page":2,"text":"到𡋾坡"}' };
  let w = await preview();
  expect(box().querySelector('[role=alert]')?.textContent).toContain('第 2 页有一个字打不出来：𡋾（在“到𡋾坡”里）');
  expect(document.activeElement?.getAttribute('aria-label')).toBe('要打印的页');
  await press('p', true);
  await press('s', true);
  expect(world.saved).toEqual([]);
  world.fail = null;
  [...box().querySelectorAll('button')].find((b) => b.textContent?.includes('重试'))!.click();
  await flushPromises();
  expect(shown()).toBe('data:image/png;base64,page0');
  w.unmount();
  world.fail = { code: 'print_nothing', detail: '' };
  w = await preview();
  expect(box().querySelector('[role=alert]')).toBeNull();
  expect(box().textContent).toContain('没有可打印的');
  w.unmount();
});
