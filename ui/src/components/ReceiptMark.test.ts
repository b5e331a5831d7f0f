import { mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import type { Receipt } from '@/api/generated';
import ReceiptMark from './ReceiptMark.vue';

const receipt: Receipt = { state: 'held', number: '431128–1002', photos_done: 0, photos_total: 0, parked: true, reason: 'row_absent', at_ms: 0 };

test('under a band that says why a record waits, its state is not given the reason again', () => {
  const w = mount(ReceiptMark, { props: { receipt, full: true } });
  expect(w.text()).toBe('县里待办 431128–1002');
});
test('where no band stands over it, and in a row, the mark says why', async () => {
  const says = '县里待办 431128–1002 · 已划出本机的范围，你写的交到后从本机移走 · 等前面的记录到齐';
  const w = mount(ReceiptMark, { props: { receipt, full: true, why: true } });
  expect(w.text()).toBe(says);
  const inRow = mount(ReceiptMark, { props: { receipt } });
  expect(inRow.find('[role=img]').attributes('aria-label')).toBe(says);
});
