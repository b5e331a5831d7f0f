import type { Workbook } from '@/api/generated';
import { ApiFailure, isApiError, toApiError, type Listener, type Platform } from './types';

const listeners = new Set<Listener>();
const SIZE = { thumb: 'thumb', screen: 'middle', full: 'original' } as const;

async function send(path: string, init: RequestInit): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(path, { method: 'POST', credentials: 'same-origin', cache: 'no-store', ...init });
  } catch {
    throw new ApiFailure({ code: 'no_connection', detail: '', violations: [] });
  }
  const text = await response.text();
  let body: unknown = null;
  try {
    body = text === '' ? null : JSON.parse(text);
  } catch {
    body = null;
  }
  if (response.ok) return body;
  // A wrong password is 401 too, but nothing is closed by it.
  if (response.status === 401 && !path.startsWith('/auth/')) listeners.forEach((l) => l.closed());
  if (isApiError(body)) throw new ApiFailure(toApiError(body));
  throw new ApiFailure({ code: response.status === 401 ? 'unauthenticated' : `http_${response.status}`, detail: '', violations: [] });
}

const json = (path: string, body: unknown): Promise<unknown> =>
  send(path, { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
function download(bytes: BlobPart, type: string, file: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes], { type }));
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export const web: Platform = {
  side: 'console',
  call: (name, request) => json(`/api/${name}`, request),
  // The console reads; photos are taken on laptops.
  putPhoto: () => Promise.reject(new ApiFailure({ code: 'other_side', detail: '', violations: [] })),
  exportList: async (name, request, file) => {
    const book = (await json(`/api/${name}`, request)) as Workbook;
    download(Uint8Array.from(atob(book.xlsx), (c) => c.charCodeAt(0)), XLSX, file);
    return { file, rows: book.rows };
  },
  saveText: (text, file) => {
    download(text, 'text/plain', file);
    return Promise.resolve(file);
  },
  saveBackup: () => Promise.reject(new ApiFailure({ code: 'not_here', detail: '', violations: [] })),
  chooseBackup: () => Promise.reject(new ApiFailure({ code: 'not_here', detail: '', violations: [] })),
  chooseRoster: () => Promise.reject(new ApiFailure({ code: 'not_here', detail: '', violations: [] })),
  putRoster: () => Promise.reject(new ApiFailure({ code: 'not_here', detail: '', violations: [] })),
  saveDoubts: () => Promise.reject(new ApiFailure({ code: 'not_here', detail: '', violations: [] })),
  photoUrl: (id, size) => `/photo/${encodeURIComponent(id)}?size=${SIZE[size]}`,
  listen(listener) {
    listeners.add(listener);
    // The server pushes nothing; coming back to the page is when somebody looks again.
    const look = (): void => listener.changed(['*']);
    addEventListener('focus', look);
    return () => {
      listeners.delete(listener);
      removeEventListener('focus', look);
    };
  },
  login: async (account, password) => void (await json('/auth/login', { account, password })),
  logout: async () => void (await json('/auth/logout', {})),
};
