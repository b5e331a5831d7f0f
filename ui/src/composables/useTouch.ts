/** Tells the shell that somebody is there; how long ago that was, and whether to lock, is the shell's to judge. */
import { onBeforeUnmount, onMounted } from 'vue';

const SIGNS = ['keydown', 'mousedown', 'mousemove', 'wheel', 'touchstart'] as const;
/** A sign each keystroke would be a call each keystroke. */
export const EVERY_MS = 15_000;

export function useTouch(touch: () => void): void {
  let told = -EVERY_MS;
  const seen = (): void => {
    const now = performance.now();
    if (now - told < EVERY_MS) return;
    told = now;
    touch();
  };
  onMounted(() => SIGNS.forEach((s) => addEventListener(s, seen, { passive: true, capture: true })));
  onBeforeUnmount(() => SIGNS.forEach((s) => removeEventListener(s, seen, { capture: true })));
}
