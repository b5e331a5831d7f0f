import { DOMWrapper, mount } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import type { PhotoRow } from '@/api/generated';

vi.mock('@/platform/current', () => ({ platform: { side: 'desktop', photoUrl: () => '' } }));
const { default: PhotoView } = await import('./PhotoView.vue');

test('at the last photo the arrow that led there keeps the focus, and leads nowhere', async () => {
  const photos = ['F1', 'F2'].map((id) => ({ id, version: 1, caption: id, here: true, shown: true, at_county: true }) as unknown as PhotoRow);
  document.body.innerHTML = '<div id="overlays"></div>';
  const w = mount(PhotoView, { props: { photos, first: 0 }, attachTo: document.body });
  const page = new DOMWrapper(document.body);
  const next = page.findAll<HTMLButtonElement>('.view button').at(-1)!;
  next.element.focus();
  await next.trigger('click');
  expect(page.find('img').attributes('alt')).toBe('F2');
  expect([next.attributes('aria-disabled'), next.attributes('disabled')]).toEqual(['true', undefined]);
  expect(document.activeElement).toBe(next.element);
  await next.trigger('click');
  expect(page.find('img').attributes('alt')).toBe('F2');
  w.unmount();
});
