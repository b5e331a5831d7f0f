/** 报告故障 as text: program, system, counts and codes. Whoever hands it on can read it first. */
import type { Faults, LaptopFacts, SyncRun, SyncStatus } from '@/api/generated';
import type { useText } from '@/composables/useText';
import { bytes, stamp } from '@/lib/format';

export interface FaultFacts {
  facts: LaptopFacts;
  faults: Faults;
  status: SyncStatus;
  /** The newest first. */
  runs: readonly SyncRun[];
  /** What the page runs in. */
  agent: string;
}

const part = (head: string, lines: string[], none: string): string[] => ['', head, ...(lines.length ? lines : [none]).map((line) => `  ${line}`)];

export function faultReport({ facts, faults, status, runs, agent }: FaultFacts, t: ReturnType<typeof useText>['t']): string {
  const dash = (text: string): string => text || '—';
  return [
    t('settings.fault.made', { at: stamp(faults.now_ms) }),
    t('settings.fault.program', { version: facts.version, schema: facts.schema }),
    t('settings.fault.system', { system: faults.system }),
    t('settings.fault.view', { agent }),
    t('settings.fault.device', { device: dash(facts.device) }),
    t('settings.fault.size', { file: bytes(facts.file_bytes), free: facts.free_bytes === null ? '—' : bytes(facts.free_bytes), n: facts.backups.length }),
    t('settings.fault.waiting', { n: status.pending, p: status.pending_photos, c: status.conflicts, r: status.returned, h: status.held }),
    t('settings.fault.trouble', { word: dash(status.trouble), offset: Math.round(status.clock_offset_ms / 1000) }),
    ...part(
      t('settings.fault.runs'),
      runs.map((r) => t('settings.fault.run', { at: stamp(r.at_ms), result: r.ok ? t('settings.fault.runOk') : dash(r.error), up: r.pushed, down: r.pulled, s: r.seconds, position: r.position })),
      t('settings.fault.noRuns'),
    ),
    ...part(t('settings.fault.refused'), faults.refused.map((r) => `${stamp(r.at_ms)} ${dash(r.operation)} ${r.code}`), t('settings.fault.noRefused')),
    ...part(t('settings.fault.rows'), faults.rows.map((r) => `${r.record} ${r.rows}`), '—'),
    '',
  ].join('\n');
}
