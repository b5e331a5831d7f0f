/**
 * Stands in for `src/platform/current.ts` in the development server when VITE_FAKE=1 and in `dev/serve.mjs`. No build of the product ever sees it.
 * ?as=village|town|county · ?profile=none|locked|open|… · ?demo=empty|loading|error · ?net=online|running · ?trouble= · ?type= · ?lang=
 * ?paper=print_missing refuses every paper, ?photo=broken every picture.
 * ?fail=visit.save:disk_full,… fails what is named, ?hang=… never answers it, ?every=conflict|parked|returned|held makes every record so.
 */
import { ApiFailure, type Listener, type Platform } from '../../src/platform/types';
import { answers, facts, faults, look, shell, status } from './answers';
import { sheets } from './paper';
import { acts, opened } from './roster';

export const FAKE_MARK = 'made-up-village-of-the-development-server';
const listeners = new Set<Listener>();
const fail = (code: string): never => {
  throw new ApiFailure({ code, detail: '', violations: [] });
};
const ALWAYS = ['session.get', 'settings.get', 'settings.save', 'filter.list', 'draft.list', 'draft.save', 'draft.remove', 'sync.status', 'county.status', 'shell.state', 'shell.unlock', 'shell.touch'];
const query = new URLSearchParams(location.search);
/** What is named in `?fail=` fails with the code after its colon; what is named in `?hang=` is never answered. */
const fails = new Map((query.get('fail') ?? '').split(',').map((one) => [one.split(':')[0] ?? '', one.split(':')[1] ?? 'disk_full']));
const hangs = (query.get('hang') ?? '').split(',');
const every = query.get('every') ?? '';
/** Every record in an answer as `?every=` says. */
function marked(answer: unknown): unknown {
  if (Array.isArray(answer)) answer.forEach(marked);
  else if (answer && typeof answer === 'object') {
    const row = answer as Record<string, unknown>;
    // What is at the county, the county has received.
    if (look.console && 'photos_total' in row && row['state'] === 'stored') Object.assign(row, { state: 'receipted', number: `431128–${1200 + (Number(row['photos_total']) || 0)}`, photos_done: row['photos_total'] });
    if (every === 'conflict' && 'conflict' in row) row['conflict'] = true;
    if (every === 'conflict' && Array.isArray(row['conflict_fields'])) row['conflict_fields'] = Object.keys(row['fields'] ?? {}).filter((f) => ['note', 'content', 'goal', 'phone'].includes(f));
    // What the county itself shows has come to it.
    if (look.console && 'photos_total' in row && ['stored', 'handed_on'].includes(String(row['state']))) Object.assign(row, { state: 'receipted', number: '431128–1290' });
    if (every === 'parked' && 'parked' in row) row['parked'] = true;
    if (['returned', 'held', 'handed_on', 'merged'].includes(every) && 'photos_total' in row) Object.assign(row, { state: every, number: every === 'handed_on' ? null : row['number'], reason: every === 'held' ? 'row_absent' : every === 'returned' ? '日期写错了，应是 9月28日' : null });
    Object.values(row).forEach(marked);
  }
  return answer;
}

function shellCall(name: string, request: unknown): unknown {
  if (name === 'shell.unlock') {
    if ((request as { passphrase: string }).passphrase.length < 4) shell.tries_left = Math.max(0, shell.tries_left - 1);
    else shell.profile = 'open';
    if (shell.tries_left === 0) shell.wait_seconds = 600;
  } else if (name === 'shell.lock') shell.profile = 'locked';
  else if (name === 'shell.enrol') {
    if ((request as { code: string }).code.startsWith('0000')) fail('code_used');
    shell.profile = 'fetching';
  } else if (name.startsWith('sync.')) {
    status.running = name === 'sync.start';
    listeners.forEach((l) => l.sync({ ...status }));
    return {};
  }
  if (name === 'shell.touch') return {};
  if (name === 'shell.make_recovery') {
    if ((request as { passphrase: string }).passphrase.length < 4) {
      shell.tries_left -= 1;
      fail('wrong_passphrase');
    }
    facts.recovery_at_ms = 1_538_300_000_000;
    return { key: '7KQ2M-9XD4T-0HZWB-6R3CV-PE8NA' };
  }
  if (name === 'shell.restore') fail((request as { passphrase: string }).passphrase.length < 4 ? 'wrong_passphrase' : 'unsent');
  if (name === 'shell.recover') shell.profile = 'open';
  if (name === 'shell.facts') return { ...facts };
  if (name === 'shell.faults') return { ...faults };
  if (name === 'shell.change_passphrase' && (request as { old: string }).old.length < 4) {
    shell.tries_left -= 1;
    fail('wrong_passphrase');
  }
  if (name === 'shell.switch') Object.assign(shell, { profile: (request as { folder: string }).folder ? 'locked' : 'none', name: '何立秋', others: [] });
  return { ...shell };
}

export const platform: Platform = {
  side: look.console ? 'console' : 'desktop',
  async call(name, request) {
    await new Promise((done) => setTimeout(done, 8));
    const code = fails.get(name) ?? (look.state === 'error' && !ALWAYS.includes(name) ? 'disk_full' : '');
    if (code) fail(code);
    if (hangs.includes(name) || (look.state === 'loading' && !ALWAYS.includes(name))) return new Promise(() => undefined);
    if (name.startsWith('shell.') || name === 'sync.start' || name === 'sync.stop') return shellCall(name, request);
    if (look.state === 'roster-error' && name === 'import.list') fail('disk_full');
    if (look.state === 'roster-writing' && name === 'import.take') {
      listeners.forEach((l) => l.roster({ step: 'writing', done: 9, total: 57 }));
      return new Promise(() => undefined);
    }
    const act = acts[name as keyof typeof acts] as ((r: unknown) => unknown) | undefined;
    if (act) return structuredClone(act(request));
    if (look.console && look.profile === 'locked') fail('unauthenticated');
    const answer = answers[name as keyof typeof answers] as ((r: unknown) => unknown) | undefined;
    return answer ? marked(structuredClone(answer(request))) : fail(FAKE_MARK);
  },
  putPhoto: async (bytes, name) => /heic|svg|txt/u.test(name) ? fail(`photo_${name.endsWith('heic') ? 'heic' : name.endsWith('svg') ? 'drawing' : 'not_a_picture'}`) : ({ sha256: '9'.repeat(64), size_bytes: bytes.byteLength, media_type: 'image/jpeg', width_px: 1600, height_px: 1200, caption: '' }),
  exportList: async (name, request, file) => {
    const list = answers[name.replace('.export', '.list') as keyof typeof answers] as ((r: unknown) => { total?: number }) | undefined;
    return { file, rows: list?.(request).total ?? 42 };
  },
  saveText: async (_text, file) => file,
  saveBackup: async (file) => {
    listeners.forEach((l) => l.backup({ step: 'writing', percent: 46 }));
    if (fails.has('save_backup')) fail(fails.get('save_backup') ?? '');
    return look.state === 'copying' ? new Promise(() => undefined) : { file, rows: 1931 };
  },
  chooseBackup: async () => '驻村备份 沈知远 2018-09-20.zhucun',
  pastePhotos: async () => ({ photos: [], troubles: [] }),
  chooseRoster: async () => {
    listeners.forEach((l) => l.roster({ step: 'checking', done: 12_000, total: 40_000 }));
    return look.state === 'reading' ? new Promise(() => undefined) : opened(look.state);
  },
  putRoster: async () => opened(look.state),
  saveDoubts: async (file) => file,
  paper: {
    open: async (name, _request, ticket) => {
      const refused = query.get('paper');
      if (refused) fail(refused);
      if (look.state === 'setting') return new Promise(() => undefined);
      if (look.state === 'unprintable') throw new ApiFailure({ code: 'print_glyph', detail: '{"character":"𡋾","page":2,"text":"到𡋾坡看了路"}', violations: [] });
      return sheets(name, ticket, 0);
    },
    pages: async (ticket, from) => sheets('visit.print', ticket, from),
    save: async (_ticket, file) => file,
    print: async () => fail('no_printer'),
    close: () => undefined,
  },
  photoUrl: () => (query.get('photo') === 'broken' ? 'data:image/png,' : 'favicon.svg'),
  listen(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  login: async (_account, password) => (fails.has('login') ? fail(fails.get('login') ?? '') : password.length < 4 ? fail('wrong_password') : void (look.profile = 'open')),
  logout: async () => void (look.profile = 'locked'),
};
