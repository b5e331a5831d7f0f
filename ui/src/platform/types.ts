import type { BackupProgress, ImportOpened, ImportTold, NewPhoto, Preview, SyncStatus, Violation } from '@/api/generated';

export type Side = 'desktop' | 'console';
export type PhotoSize = 'thumb' | 'screen' | 'full';

/** What the world outside the page tells it. */
export interface Listener {
  /** Records of these kinds are not what they were; `*` means any. */
  changed(records: string[]): void;
  sync(status: SyncStatus): void;
  /** How far a copy of the whole file has come. */
  backup(progress: BackupProgress): void;
  /** How far a roster has come that is being read, taken in or undone. */
  roster(told: ImportTold): void;
  /** The session is over: locked by the shell, or logged out by the server. */
  closed(): void;
  /** The window is about to close and waits a moment for what is to be written. */
  closing(): void;
}

/** What another program copied and could be kept, and what not. */
export interface Pasted {
  photos: NewPhoto[];
  /** The name of the file; empty for a picture without one. */
  troubles: { name: string; error: Failure }[];
}

/** The only thing that knows where the page runs. */
export interface Platform {
  side: Side;
  /** Throws `ApiFailure`. */
  call(name: string, request: unknown): Promise<unknown>;
  /** Keeps a file's bytes as a photo, scaled and without what the camera wrote. */
  putPhoto(bytes: ArrayBuffer, fileName: string): Promise<NewPhoto>;
  /** The same for what another program copied, where the page's own paste does not bring it. */
  pastePhotos?(): Promise<Pasted>;
  /** A list as a file that the person names, or the browser's download; no file where they thought better of it. */
  exportList(name: string, request: unknown, file: string): Promise<{ file: string | null; rows: number }>;
  /** A short text as a file that the person names; null where they thought better of it. */
  saveText(text: string, file: string): Promise<string | null>;
  /** The whole file, encrypted, where the person wants it; no file where they thought better of it. */
  saveBackup(file: string): Promise<{ file: string | null; rows: number }>;
  /** Which backup `shell.restore` is about; null where they thought better of it. */
  chooseBackup(): Promise<string | null>;
  /** A roster that the person chooses in the window's own dialog, or drops on the page: what it holds, or why it is refused. */
  chooseRoster(): Promise<ImportOpened>;
  putRoster(bytes: ArrayBuffer, fileName: string): Promise<ImportOpened>;
  /** What is in doubt in the roster, as a workbook; null where they thought better of it. */
  saveDoubts(file: string): Promise<string | null>;
  /** A paper under a ticket of the page's own: what is looked at is what is printed. Each act throws `ApiFailure`. */
  paper: {
    open(name: string, request: unknown, ticket: string): Promise<Preview>;
    pages(ticket: string, from: number): Promise<Preview>;
    /** As PDF; the file's name, or null where the person thought better of it. */
    save(ticket: string, file: string): Promise<string | null>;
    /** Into the print queue: the printer's name, as far as it is known; null where a reader shows it to be printed from there. */
    print(ticket: string): Promise<string | null>;
    close(ticket: string): void;
  };
  /** `part`: only a smaller one is here as yet; the whole one has another address, or the page would show the smaller again. */
  photoUrl(id: string, size: PhotoSize, part?: boolean): string;
  listen(listener: Listener): () => void;
  login(account: string, password: string): Promise<void>;
  logout(): Promise<void>;
}

/** What was refused or could not be reached. The operations' codes and those of the way to them. */
export interface Failure {
  code: string;
  detail: string;
  violations: Violation[];
}

export class ApiFailure extends Error {
  readonly error: Failure;
  constructor(error: Failure) {
    super(error.code);
    this.name = 'ApiFailure';
    this.error = error;
  }
}

export function isApiError(value: unknown): value is Failure {
  return typeof value === 'object' && value !== null && typeof (value as Failure).code === 'string';
}

/** Whatever was thrown, as the one shape that screens explain. */
export function toApiError(thrown: unknown): Failure {
  if (thrown instanceof ApiFailure) return thrown.error;
  if (isApiError(thrown)) return { code: thrown.code, detail: thrown.detail ?? '', violations: thrown.violations ?? [] };
  return { code: 'internal', detail: thrown instanceof Error ? thrown.message : String(thrown), violations: [] };
}
