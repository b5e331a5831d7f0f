import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { BackupProgress, ImportOpened, ImportTold, NewPhoto, Preview, SyncStatus } from '@/api/generated';
import { ApiFailure, toApiError, type Failure, type Pasted, type Platform } from './types';

type Answer<T> = { ok: T } | { err: Failure };

function open<T>(answer: Answer<T>): T {
  if ('err' in answer) throw new ApiFailure(toApiError(answer.err));
  return answer.ok;
}

async function guarded<T>(act: () => Promise<Answer<T>>): Promise<T> {
  try {
    return open(await act());
  } catch (thrown) {
    throw thrown instanceof ApiFailure ? thrown : new ApiFailure(toApiError(thrown));
  }
}

// Windows has no custom schemes in pages: the same handler is reached under a host name there.
const photos = navigator.userAgent.includes('Windows') ? 'http://photo.localhost' : 'photo://localhost';

export const tauri: Platform = {
  side: 'desktop',
  call: (name, request) => guarded(() => invoke<Answer<unknown>>('call', { name, request })),
  // The bytes go as they are; the name may hold any character and headers may not.
  putPhoto: (bytes, fileName) =>
    guarded(() => invoke<Answer<NewPhoto>>('photo_put', bytes, { headers: { 'file-name': encodeURIComponent(fileName) } })),
  pastePhotos: () => guarded(() => invoke<Answer<Pasted>>('photo_paste')),
  exportList: (name, request, file) => guarded(() => invoke<Answer<{ file: string | null; rows: number }>>('export_list', { name, request, file })),
  saveText: async (text, file) => (await guarded(() => invoke<Answer<{ file: string | null }>>('save_text', { text, file }))).file,
  saveBackup: (file) => guarded(() => invoke<Answer<{ file: string | null; rows: number }>>('backup_save', { file })),
  chooseBackup: async () => (await guarded(() => invoke<Answer<{ file: string | null }>>('backup_choose'))).file,
  chooseRoster: () => guarded(() => invoke<Answer<ImportOpened>>('roster_choose')),
  putRoster: (bytes, fileName) => guarded(() => invoke<Answer<ImportOpened>>('roster_put', bytes, { headers: { 'file-name': encodeURIComponent(fileName) } })),
  saveDoubts: async (file) => (await guarded(() => invoke<Answer<{ file: string | null }>>('roster_doubts', { file }))).file,
  paper: {
    open: (name, request, ticket) => guarded(() => invoke<Answer<Preview>>('print_open', { name, request, ticket })),
    pages: (ticket, from) => guarded(() => invoke<Answer<Preview>>('print_pages', { ticket, from })),
    save: async (ticket, file) => (await guarded(() => invoke<Answer<{ file: string | null }>>('print_save', { ticket, file }))).file,
    print: async (ticket) => (await guarded(() => invoke<Answer<{ printer: string }>>('print_paper', { ticket }))).printer,
    close: (ticket) => void invoke('print_close', { ticket }),
  },
  photoUrl: (id, size, part = false) => `${photos}/${encodeURIComponent(id)}?size=${size}${part ? '&part=1' : ''}`,
  listen(listener) {
    const stops = [
      listen<{ records: string[] }>('changed', (e) => listener.changed(e.payload.records)),
      listen<SyncStatus>('sync', (e) => listener.sync(e.payload)),
      listen<BackupProgress>('backup', (e) => listener.backup(e.payload)),
      listen<ImportTold>('import', (e) => listener.roster(e.payload)),
      listen('locked', () => listener.closed()),
      listen('closing', () => listener.closing()),
    ];
    return () => stops.forEach((s) => void s.then((stop) => stop()));
  },
  login: () => Promise.reject(new ApiFailure({ code: 'not_here', detail: '', violations: [] })),
  logout: () => Promise.reject(new ApiFailure({ code: 'not_here', detail: '', violations: [] })),
};
