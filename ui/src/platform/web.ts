import type { Preview, Workbook } from '@/api/generated';
import { ApiFailure, isApiError, toApiError, type Listener, type Platform } from './types';

const listeners = new Set<Listener>();
const SIZE = { thumb: 'thumb', screen: 'middle', full: 'original' } as const;

/** An answer that is good; what is not is thrown. */
async function raw(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { method: 'POST', credentials: 'same-origin', cache: 'no-store', ...init });
  } catch {
    throw new ApiFailure({ code: 'no_connection', detail: '', violations: [] });
  }
  if (response.ok) return response;
  const body = parsed(await response.text());
  // A wrong password is 401 too, but nothing is closed by it.
  if (response.status === 401 && !path.startsWith('/auth/')) listeners.forEach((l) => l.closed());
  if (isApiError(body)) throw new ApiFailure(toApiError(body));
  throw new ApiFailure({ code: response.status === 401 ? 'unauthenticated' : `http_${response.status}`, detail: '', violations: [] });
}

function parsed(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

const send = async (path: string, init: RequestInit): Promise<unknown> => parsed(await (await raw(path, init)).text());

const json = (path: string, body: unknown, signal: AbortSignal | null = null): Promise<unknown> =>
  send(path, { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), signal });

/** Papers that are being gathered; closing their preview ends the request and with it the print. */
const opening = new Map<string, AbortController>();
const PDF = 'application/pdf';
const pdf = (ticket: string): Promise<ArrayBuffer> =>
  raw('/print/pdf', { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ticket }) }).then((response) => response.arrayBuffer());

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
  paper: {
    open: async (name, request, ticket) => {
      const ending = new AbortController();
      opening.set(ticket, ending);
      try {
        return (await json('/print/open', { name, request, ticket }, ending.signal)) as Preview;
      } finally {
        opening.delete(ticket);
      }
    },
    pages: async (ticket, from) => (await json('/print/pages', { ticket, from })) as Preview,
    save: async (ticket, file) => {
      download(await pdf(ticket), PDF, file);
      return file;
    },
    // The browser's own reader shows and prints it. Its window is opened before anything is waited for, or it is blocked.
    print: async (ticket) => {
      const reader = open('', '_blank');
      try {
        const url = URL.createObjectURL(new Blob([await pdf(ticket)], { type: PDF }));
        setTimeout(() => URL.revokeObjectURL(url), 600_000);
        if (!reader) throw new ApiFailure({ code: 'reader_blocked', detail: '', violations: [] });
        reader.location.href = url;
      } catch (thrown) {
        reader?.close();
        throw thrown;
      }
      return null;
    },
    close: (ticket) => {
      opening.get(ticket)?.abort();
      void json('/print/close', { ticket }).catch(() => undefined);
    },
  },
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
