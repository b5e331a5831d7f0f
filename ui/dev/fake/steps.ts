/** What was done to the made-up problems: what was there, and what was done since the page was loaded. */
import type { ProblemRow, ProblemStepRow } from '../../src/api/generated';
import { addDays } from '../../src/lib/dates';
import { NOW_MS, problems, receipt, TODAY } from './data';

const AFTER: Record<string, string> = { claim: 'running', progress: 'running', submit: 'done', return: 'reopened', verify: 'verified', reopen: 'reopened' };
const acted = new Map<string, { from: string; steps: { kind: string; note: string }[] }>();

export function act(id: string, kind: string, note: string): void {
  const row = problems.find((p) => p.id === id);
  if (!row) return;
  const before = acted.get(id) ?? { from: row.state, steps: [] };
  acted.set(id, { ...before, steps: [...before.steps, { kind, note }] });
  row.state = AFTER[kind] ?? row.state;
}
export function stepsOf(row: ProblemRow, judges: boolean): ProblemStepRow[] {
  const step = (n: number, kind: string, note: string, by: string, role: string): ProblemStepRow => ({ id: `${row.id}-${n}`, kind, made_on: addDays(TODAY, n - 20), made_at_ms: NOW_MS - (20 - n) * 86_400_000, person_name: by, role, note, in_time: null, in_quality: null, in_quantity: null, photo_ids: kind === 'submit' ? ['PH0', 'PH1'] : [], receipt: receipt('receipted', n) });
  const [by, role] = row.person_name === '沈知远' ? ['沈知远', 'first_secretary'] : [row.person_name, 'member'];
  const own = acted.get(row.id);
  const was = own?.from ?? row.state;
  const steps = was === 'open' ? [] : [step(1, 'claim', '', by, role)];
  if (was === 'running') steps.push(step(2, 'progress', '材料已经报上去，等批。', by, role));
  else if (was !== 'open') steps.push(step(2, 'submit', was === 'done' ? '换了浮球阀，清了池底淤泥，连续 5 天水压正常。' : '都补齐了，照片附后。', by, role));
  if (was === 'reopened') steps.push(step(3, 'return', '三户的佐证还是去年的。', '方立群', 'township_reviewer'));
  if (was === 'verified') steps.push({ ...step(3, 'verify', '七个签字都在。', '方立群', 'township_reviewer'), in_time: true, in_quality: true, in_quantity: true });
  const [me, mine] = judges ? (['方立群', 'township_reviewer'] as const) : (['沈知远', 'first_secretary'] as const);
  return [...steps, ...(own?.steps ?? []).map((s, n) => ({ ...step(20, s.kind, s.note, me, mine), id: `${row.id}-own${n}`, photo_ids: [], receipt: receipt('stored') }))];
}
