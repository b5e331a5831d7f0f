/** Keys of a screen or an overlay. While an overlay is open only its own keys work. */
import { onBeforeUnmount, onMounted } from 'vue';
import { useSettings } from './useSettings';

export type Keys = Record<string, ((event: KeyboardEvent) => void) | undefined>;
interface Layer {
  keys: () => Keys;
  overlay: boolean;
}

const layers: Layer[] = [];
let listening = false;

export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** `Ctrl+K`, `Alt+1`, `Shift+?` is `?`, letters are upper case. */
export function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  return `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${key}`;
}

function onKeydown(event: KeyboardEvent): void {
  if (isComposing(event) || event.defaultPrevented) return;
  // Held down, Enter neither sends a form again nor presses a button again.
  if (event.repeat && event.key === 'Enter' && event.target instanceof Element && event.target.closest('input, button')) return event.preventDefault();
  const name = nameOf(event);
  const plain = event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey;
  if (plain && (isTyping(event.target) || !useSettings().settings.single_keys)) return;
  const top = layers.findLastIndex((layer) => layer.overlay);
  for (let at = layers.length - 1; at >= Math.max(0, top); at--) {
    const act = layers[at]?.keys()[name];
    if (act) {
      // A key held down moves, but never saves or deletes.
      if (event.repeat && !name.startsWith('Arrow')) return;
      event.preventDefault();
      act(event);
      return;
    }
  }
}

export function useKeys(keys: () => Keys, options: { overlay?: boolean } = {}): void {
  const layer: Layer = { keys, overlay: options.overlay ?? false };
  onMounted(() => {
    if (!listening) addEventListener('keydown', onKeydown);
    listening = true;
    layers.push(layer);
  });
  onBeforeUnmount(() => {
    const at = layers.indexOf(layer);
    if (at >= 0) layers.splice(at, 1);
  });
}

export const overlayOpen = (): boolean => layers.some((layer) => layer.overlay);
