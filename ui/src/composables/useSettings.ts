/** Type size, language, lock and keys: read once, applied to the page at once, written behind it. */
import { computed, reactive, readonly, ref, type ComputedRef, type DeepReadonly } from 'vue';
import { call } from '@/api/client';
import type { Settings } from '@/api/generated';
import { setLanguage } from '@/locales';
import { platform } from '@/platform/current';

export const TYPE_PX: Record<Settings['type_size'], number> = { standard: 16, large: 18.3, largest: 20.6 };
export const TYPE_SIZES: readonly Settings['type_size'][] = ['standard', 'large', 'largest'];

const settings = reactive<Settings>({ type_size: 'standard', language: 'zh-CN', lock_minutes: 10, single_keys: true, reveal_seconds: 15 });
/** False until the session lets them be written. */
const kept = ref(false);

function apply(): void {
  document.documentElement.dataset.type = settings.type_size;
  setLanguage(settings.language);
}

/** The county keeps no settings of a browser: the browser does, how its pages look and nothing of the work. */
const SHELF = 'zhucun.look';
function recall(): void {
  if (platform.side !== 'console') return;
  try {
    const { type_size: size, language } = JSON.parse(localStorage.getItem(SHELF) ?? '{}') as Partial<Settings>;
    if (size && TYPE_SIZES.includes(size)) settings.type_size = size;
    if (language === 'zh-CN' || language === 'en') settings.language = language;
  } catch {
    // Not readable, or kept by nobody's browser: as it begins.
  }
  apply();
}
function shelve(): void {
  try {
    localStorage.setItem(SHELF, JSON.stringify({ type_size: settings.type_size, language: settings.language }));
  } catch {
    // A browser that keeps nothing shows it for now.
  }
}

/** Chosen at enrolment, before there was a file to keep it in. */
let early: Partial<Settings> = {};

async function load(): Promise<void> {
  Object.assign(settings, await call('settings.get', {}));
  kept.value = true;
  const chosen = early;
  early = {};
  if (Object.keys(chosen).length) await set(chosen);
  else apply();
}

/** How the screens before the passphrase are drawn. */
function look(as: Pick<Settings, 'type_size' | 'language'>): void {
  kept.value = false;
  Object.assign(settings, as, early);
  apply();
}

async function set(change: Partial<Settings>): Promise<void> {
  Object.assign(settings, change);
  apply();
  if (platform.side === 'console') shelve();
  if (kept.value) Object.assign(settings, await call('settings.save', { ...settings }));
  else early = { ...early, ...change };
}

/** Ctrl + and Ctrl −. */
function step(by: 1 | -1): Promise<void> {
  const at = TYPE_SIZES.indexOf(settings.type_size) + by;
  const next = TYPE_SIZES[at];
  return next ? set({ type_size: next }) : Promise.resolve();
}

const remPx = computed(() => TYPE_PX[settings.type_size]);

export interface SettingsHandle {
  settings: DeepReadonly<Settings>;
  /** One rem in pixels: virtual lists count in numbers. */
  remPx: ComputedRef<number>;
  load(): Promise<void>;
  set(change: Partial<Settings>): Promise<void>;
  step(by: 1 | -1): Promise<void>;
  apply(): void;
  look(as: Pick<Settings, 'type_size' | 'language'>): void;
  recall(): void;
}

export function useSettings(): SettingsHandle {
  return { settings: readonly(settings), remPx, load, set, step, apply, look, recall };
}
