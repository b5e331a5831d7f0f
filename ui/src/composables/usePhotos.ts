/** Photos of a record: chosen, dropped or pasted, made small, handed over, named by their hash from then on. */
import { ref, type Ref } from 'vue';
import type { NewPhoto } from '@/api/generated';
import type { Failure } from '@/platform/types';
import { platform } from '@/platform/current';
import { toApiError } from '@/platform/types';

export const LONGEST_PX = 1600;
const QUALITY = 0.82;

export const isPhoto = (file: { type: string; name: string }): boolean => file.type.startsWith('image/') || /\.(jpe?g|png|webp|heic)$/iu.test(file.name);

/** The size within `longest`, never larger than it was. */
export function fit(width: number, height: number, longest = LONGEST_PX): { width: number; height: number } {
  const k = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * k)), height: Math.max(1, Math.round(height * k)) };
}

/** Drawn anew as JPEG, which also leaves out the place where it was taken. */
async function shrink(file: Blob): Promise<ArrayBuffer> {
  const image = await createImageBitmap(file);
  const size = fit(image.width, image.height);
  const canvas = document.createElement('canvas');
  canvas.width = size.width;
  canvas.height = size.height;
  canvas.getContext('2d')?.drawImage(image, 0, 0, size.width, size.height);
  image.close();
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY));
  if (!blob) throw new Error('the picture could not be drawn');
  return blob.arrayBuffer();
}

export interface PhotoTrouble {
  name: string;
  error: Failure | null;
}

export function usePhotos(photos: Ref<NewPhoto[]>): {
  adding: Ref<number>;
  troubles: Ref<PhotoTrouble[]>;
  add(files: Iterable<File>): Promise<void>;
  remove(index: number): void;
} {
  const adding = ref(0);
  const troubles = ref<PhotoTrouble[]>([]);

  async function addOne(file: File): Promise<void> {
    if (!isPhoto(file)) {
      troubles.value.push({ name: file.name, error: null });
      return;
    }
    adding.value += 1;
    try {
      // A picture the page cannot draw is handed over as it is.
      const bytes = await shrink(file).catch(() => file.arrayBuffer());
      const kept = await platform.putPhoto(bytes, file.name);
      if (!photos.value.some((p) => p.sha256 === kept.sha256)) photos.value = [...photos.value, kept];
    } catch (thrown) {
      troubles.value.push({ name: file.name, error: toApiError(thrown) });
    } finally {
      adding.value -= 1;
    }
  }

  return {
    adding,
    troubles,
    async add(files) {
      troubles.value = [];
      for (const file of files) await addOne(file);
    },
    remove: (index) => (photos.value = photos.value.filter((_, i) => i !== index)),
  };
}
