/**
 * Photos on their way in: chosen, dropped or pasted, handed over as they are, named by their hash from then on. They are
 * decoded and scaled outside the page, so that a large one does not hold up typing.
 */
import { ref, type Ref } from 'vue';
import type { NewPhoto } from '@/api/generated';
import { platform } from '@/platform/current';
import { toApiError, type Failure } from '@/platform/types';

/** A larger file is no photo, and is not read into memory. */
export const FILE_BYTES_MAX = 40 * 1024 * 1024;

export interface PhotoTrouble {
  /** Of the file; empty for a picture that was copied. */
  name: string;
  error: Failure;
}

const failure = (code: string): Failure => ({ code, detail: '', violations: [] });

export interface Photos {
  /** How many are on their way. */
  adding: Ref<number>;
  troubles: Ref<PhotoTrouble[]>;
  add(files: Iterable<File>): Promise<void>;
  /** What a paste brings; text is left to the field. */
  paste(event: ClipboardEvent): Promise<void>;
  /** Waits for what is on its way; false when something of it was not kept. At once when nothing is. */
  settled(): Promise<boolean>;
}

/** `keep` takes each photo as it is kept. */
export function usePhotos(keep: (photo: NewPhoto) => void): Photos {
  const adding = ref(0);
  const troubles = ref<PhotoTrouble[]>([]);
  const begin = (): void => {
    if (!adding.value) troubles.value = [];
  };
  const trouble = (name: string, error: Failure): void => void troubles.value.push({ name, error });

  /** Additions under way. */
  const ways = new Set<Promise<void>>();
  function onItsWay(way: Promise<void>): Promise<void> {
    ways.add(way);
    return way.finally(() => ways.delete(way));
  }
  async function settled(): Promise<boolean> {
    if (!ways.size) return true;
    while (ways.size) await Promise.all(ways);
    return !troubles.value.length;
  }

  async function bytesOf(file: File): Promise<ArrayBuffer | Failure> {
    if (file.size > FILE_BYTES_MAX) return failure('photo_too_large');
    try {
      return await file.arrayBuffer();
    } catch {
      return failure('photo_unreadable');
    }
  }

  async function add(files: Iterable<File>): Promise<void> {
    const all = [...files];
    if (!all.length) return;
    begin();
    adding.value += all.length;
    for (const [at, file] of all.entries()) {
      try {
        const bytes = await bytesOf(file);
        if (bytes instanceof ArrayBuffer) keep(await platform.putPhoto(bytes, file.name));
        else trouble(file.name, bytes);
      } catch (thrown) {
        const error = toApiError(thrown);
        trouble(file.name, error);
        // Those behind it fare no better, and it is said once.
        if (error.code === 'disk_full') {
          adding.value -= all.length - at;
          return;
        }
      }
      adding.value -= 1;
    }
  }

  async function paste(event: ClipboardEvent): Promise<void> {
    const data = event.clipboardData;
    const files = [...(data?.files ?? [])];
    if (files.length) {
      event.preventDefault();
      return add(files);
    }
    if (!platform.pastePhotos) return;
    const named = [...(data?.types ?? [])].includes('text/uri-list');
    if (!named && data?.getData('text/plain')) return;
    // The paths of copied files are not to be written into the sentence.
    if (named) event.preventDefault();
    begin();
    adding.value += 1;
    try {
      const pasted = await platform.pastePhotos();
      pasted.photos.forEach(keep);
      troubles.value.push(...pasted.troubles);
    } catch (thrown) {
      trouble('', toApiError(thrown));
    }
    adding.value -= 1;
  }

  return { adding, troubles, add: (files) => onItsWay(add(files)), paste: (event) => onItsWay(paste(event)), settled };
}
