import { mount, RouterLinkStub } from '@vue/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Receipt } from '@/api/generated';

const world = vi.hoisted(() => ({ side: 'laptop' }));
vi.mock('@/composables/useSession', () => ({ useSession: () => ({ session: { value: { side: world.side } } }) }));
const { default: ReceiptMark } = await import('./ReceiptMark.vue');
const { default: RecordBands } = await import('./RecordBands.vue');

const receipt = (more: Partial<Receipt> = {}): Receipt => ({ state: 'receipted', number: null, at_ms: 0, reason: null, parked: false, photos_done: 0, photos_total: 0, ...more });
const bands = (of: Receipt, conflict = '') => mount(RecordBands, { props: { receipt: of, conflict, home: true }, global: { stubs: { RouterLink: RouterLinkStub } } });
beforeEach(() => (world.side = 'laptop'));

test('a conflict leads to the choice on a laptop; at the county it differs from nobody but the laptops, and leads nowhere', () => {
  const here = bands(receipt(), '状态');
  expect(here.text()).toBe('和县里不一样：状态 去看');
  expect(here.findComponent(RouterLinkStub).props('to')).toBe('/sync/conflicts');
  world.side = 'county';
  const there = bands(receipt(), '状态');
  expect(there.text()).toBe('几台电脑写的不一样：状态');
  expect(there.findComponent(RouterLinkStub).exists()).toBe(false);
});
test('what the band says of a record is not said again by its mark', () => {
  const waits = receipt({ state: 'held', reason: 'row_absent', parked: true });
  expect(bands(waits).text()).toContain('县里待办：等前面的记录到齐');
  expect(mount(ReceiptMark, { props: { receipt: waits, full: true } }).text()).toBe('县里待办');
  expect(mount(ReceiptMark, { props: { receipt: waits, full: true, why: true } }).text()).toContain('等前面的记录到齐');
});
