import { expect, test } from 'vitest';
import { useText } from '@/composables/useText';
import { faultReport, type FaultFacts } from './faultReport';

const at = Date.UTC(2018, 8, 30, 2, 0);
const told: FaultFacts = {
  facts: { version: '0.1.0', schema: 5, device: '01923f6e', passphrase_at_ms: null, recovery_at_ms: null, recovery_used: false, backups: [], file_bytes: 2048, free_bytes: null },
  faults: { now_ms: at, system: 'Debian 12, x86_64', rows: [{ record: 'household', rows: 126 }], refused: [{ at_ms: at - 60_000, operation: '', code: 'violations' }] },
  status: { network: 'none', running: false, percent: 0, pending: 3, pending_photos: 1, pending_bytes: 0, receipted: 0, conflicts: 2, returned: 0, held: 0, last_sync_at_ms: null, trouble: '', trouble_detail: '石磨坪村', clock_offset_ms: 61_400, asks_today: false, server: 'https://county', seconds_estimate: 0 } as unknown as FaultFacts['status'],
  runs: [],
  agent: 'WebKit',
};

test('a report says versions, counts and codes, and what is not there', () => {
  const text = faultReport(told, useText().t);
  for (const line of ['写于 2018-09-30 10:00', '程序 0.1.0，数据格式 5', '盘上还空 —', '等着传 3 条、1 张照片；冲突 2', '时钟差 61 秒', '还没有同步过', '2018-09-30 09:59 — violations', 'household 126']) expect(text).toContain(line);
});
test('what a person wrote and where the county is are not in it', () => {
  const text = faultReport(told, useText().t);
  expect(text).not.toContain('石磨坪村');
  expect(text).not.toContain('county');
});
