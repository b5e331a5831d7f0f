/** A paper between its preview and its print: gathered once, drawn a few pages at a time, the same in all that follows. */
import { computed, onBeforeUnmount, reactive, ref } from 'vue';
import type { Operations, Preview } from '@/api/generated';
import { ended } from '@/lib/format';
import { i18n } from '@/locales';
import { platform } from '@/platform/current';
import { toApiError, type Failure } from '@/platform/types';
import { errorText } from './useErrorText';

/** The operations that give a paper. */
export type PaperName = { [Name in keyof Operations]: Operations[Name]['response'] extends { foot: unknown } ? Name : never }[keyof Operations];

/** One of the forms that a page can print. */
export interface PaperForm {
  key: string;
  label: string;
  name: PaperName;
  /** Numbers and phones in full, or masked. */
  request: (inFull: boolean) => object;
  /** Can it be printed in full at all? */
  full?: boolean;
}

/** No secure context is asked for: a county's console may stand in a plain network. */
function newTicket(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What is in the way of a print; a missing character is named with its place. */
export function paperErrorText(error: Failure): string {
  if (error.code !== 'print_glyph') return ended(errorText(error), i18n.global.locale.value);
  try {
    const { character, page, text } = JSON.parse(error.detail) as { character: string; page: number; text: string };
    return i18n.global.t('common.paper.glyph', { character, page, text });
  } catch {
    return ended(errorText(error), i18n.global.locale.value);
  }
}

export function usePaper() {
  const number = ref('');
  const pages = ref(0);
  const at = ref(0);
  const loading = ref(false);
  const error = ref<Failure | null>(null);
  const pictures = reactive(new Map<number, string>());
  const picture = computed(() => pictures.get(at.value) ?? null);
  let ticket = '';

  function take(preview: Preview): void {
    number.value = preview.number;
    pages.value = preview.pages;
    preview.pictures.forEach((png, i) => pictures.set(preview.from + i, `data:image/png;base64,${png}`));
  }
  /** What comes late, after another paper was asked for or the preview was closed, is dropped. */
  async function ask(get: (mine: string) => Promise<Preview>): Promise<void> {
    const mine = ticket;
    loading.value = true;
    error.value = null;
    try {
      const got = await get(mine);
      if (mine === ticket) take(got);
      // It was laid down after its preview had been closed.
      else platform.paper.close(mine);
    } catch (thrown) {
      if (mine === ticket) error.value = toApiError(thrown);
    }
    if (mine === ticket) loading.value = false;
  }
  function close(): void {
    if (ticket) platform.paper.close(ticket);
    ticket = '';
    pictures.clear();
    number.value = '';
    pages.value = 0;
    at.value = 0;
  }
  async function open(name: PaperName, request: object): Promise<void> {
    close();
    ticket = newTicket();
    await ask((mine) => platform.paper.open(name, request, mine));
  }
  async function turn(to: number): Promise<void> {
    if (!pages.value) return;
    at.value = Math.min(Math.max(to, 0), pages.value - 1);
    // Turned on while a page was on its way: the one that is looked at now is still to come.
    while (!picture.value && !loading.value && !error.value && pages.value) await ask((mine) => platform.paper.pages(mine, at.value));
  }
  onBeforeUnmount(close);

  return {
    number,
    pages,
    at,
    loading,
    error,
    picture,
    open,
    turn,
    close,
    save: (file: string): Promise<string | null> => platform.paper.save(ticket, file),
    print: (): Promise<string | null> => platform.paper.print(ticket),
  };
}
