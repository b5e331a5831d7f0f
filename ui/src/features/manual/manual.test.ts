import { flushPromises, mount } from '@vue/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Token } from 'marked';

vi.mock('@/platform/current', () => ({ platform: { side: 'desktop', call: async () => null } }));
const { default: ManualBox } = await import('./ManualBox.vue');
const { draw, tokensOf } = await import('./markdown');
const { pageOf, pagesOf, pictureOf, readPage } = await import('./pages');
const { useManual } = await import('@/composables/useManual');

const LANGUAGES = ['zh-CN', 'en'] as const;
const everyToken = (tokens: Token[]): Token[] => tokens.flatMap((token) => [token, ...everyToken(('tokens' in token && token.tokens) || (token.type === 'list' ? token['items'] : []))]);

beforeEach(() => (useManual().page.value = null));

test('both languages have the same pages, a task each', () => {
  expect(pagesOf('en')).toEqual(pagesOf('zh-CN'));
  expect(pagesOf('en').length).toBeGreaterThan(8);
});

test.each(LANGUAGES)('%s: every page is in the list of contents, every link and picture is there', async (language) => {
  const seen: string[] = [];
  for (const page of pagesOf(language)) {
    const text = await readPage(language, page);
    expect(text).toMatch(/^# \S/);
    for (const token of everyToken(tokensOf(text))) {
      if (token.type === 'link') {
        expect(pagesOf(language)).toContain(pageOf(token['href']));
        if (page === '') seen.push(pageOf(token['href']) ?? '');
      }
      if (token.type === 'image') expect(pictureOf(token['href'])).toBeTruthy();
    }
  }
  expect(['', ...seen]).toEqual(pagesOf(language));
});

test.each(LANGUAGES)('%s: nothing on a page is shown as raw marks', async (language) => {
  const known = ['heading', 'paragraph', 'strong', 'codespan', 'code', 'list', 'list_item', 'table', 'link', 'image', 'text', 'escape', 'space'];
  for (const page of pagesOf(language)) for (const token of everyToken(tokensOf(await readPage(language, page)))) expect(known).toContain(token.type);
});

test('what a page says is drawn as elements, whatever stands in it', () => {
  const box = mount(() => tokensOf('<img src=x onerror=alert(1)> **b**').map((token) => draw(token, { go: () => undefined, picture: () => undefined })));
  expect(box.find('img').exists()).toBe(false);
  expect(box.text()).toContain('onerror');
});

test('F1 opens the task of the page, the contents lead to the others', async () => {
  document.body.innerHTML = '<div id="overlays"></div>';
  const manual = useManual();
  manual.showFor('/visits/V1');
  expect(manual.page.value).toBe('02');
  manual.showFor('/');
  expect(manual.page.value).toBe('');
  const w = mount(ManualBox, { props: { to: '#overlays' }, attachTo: document.body });
  await vi.waitFor(() => expect(document.querySelector('article h3')?.textContent).toBe('驻村：怎么用'));
  [...document.querySelectorAll('nav button')].find((b) => b.textContent === '同步')?.dispatchEvent(new Event('click'));
  await vi.waitFor(() => expect(document.querySelector('article h3')?.textContent).toBe('同步'));
  expect(manual.page.value).toBe('07');
  expect(document.querySelectorAll('article table tbody tr').length).toBe(4);
  await flushPromises();
  w.unmount();
});
