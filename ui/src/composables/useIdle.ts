import { onBeforeUnmount, onMounted } from 'vue';

const SIGNS = ['keydown', 'mousedown', 'mousemove', 'wheel', 'touchstart'] as const;

/** Calls `act` when nobody has touched anything for so many minutes; 0 means never. */
export function useIdle(minutes: () => number, act: () => void): void {
  let touched = performance.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const touch = (): void => void (touched = performance.now());
  onMounted(() => {
    SIGNS.forEach((s) => addEventListener(s, touch, { passive: true }));
    timer = setInterval(() => {
      if (minutes() > 0 && performance.now() - touched >= minutes() * 60_000) {
        touch();
        act();
      }
    }, 5_000);
  });
  onBeforeUnmount(() => {
    SIGNS.forEach((s) => removeEventListener(s, touch));
    clearInterval(timer);
  });
}
