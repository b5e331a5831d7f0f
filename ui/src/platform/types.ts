import type { ApiError, NewPhoto, SyncStatus } from '@/api/generated';

export type Side = 'desktop' | 'console';
export type PhotoSize = 'thumb' | 'screen' | 'full';

/** What the world outside the page tells it. */
export interface Listener {
  /** Records of these kinds are not what they were; `*` means any. */
  changed(records: string[]): void;
  sync(status: SyncStatus): void;
  /** The session is over: locked by the shell, or logged out by the server. */
  closed(): void;
}

/** The only thing that knows where the page runs. */
export interface Platform {
  side: Side;
  /** Throws `ApiFailure`. */
  call(name: string, request: unknown): Promise<unknown>;
  putPhoto(bytes: ArrayBuffer, fileName: string): Promise<NewPhoto>;
  photoUrl(id: string, size: PhotoSize): string;
  listen(listener: Listener): () => void;
  login(account: string, password: string): Promise<void>;
  logout(): Promise<void>;
}

export class ApiFailure extends Error {
  readonly error: ApiError;
  constructor(error: ApiError) {
    super(error.code);
    this.name = 'ApiFailure';
    this.error = error;
  }
}

export function isApiError(value: unknown): value is ApiError {
  return typeof value === 'object' && value !== null && typeof (value as ApiError).code === 'string';
}

/** Whatever was thrown, as the one shape that screens explain. */
export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiFailure) return thrown.error;
  if (isApiError(thrown)) return { code: thrown.code, detail: thrown.detail ?? '', violations: thrown.violations ?? [] };
  return { code: 'internal', detail: thrown instanceof Error ? thrown.message : String(thrown), violations: [] };
}
