/** No page leaves the focus to the body. */
import { nextTick } from 'vue';

/** To the list; while it is not there, to its search; where there is none, to the heading. */
export function focusList(): void {
  const found = ['main [data-list]', 'main [role=search] input', 'main h1[tabindex]'].map((what) => document.querySelector<HTMLElement>(what));
  found.find((one) => one !== null)?.focus();
}

/** What has the focus is about to go, or to give it up: before it does, the focus is elsewhere. */
export function handFocus(going: EventTarget | null | undefined, to: HTMLElement | null | undefined): void {
  if (going instanceof Element && going.contains(document.activeElement)) to?.focus();
}

const isLost = (): boolean => !document.activeElement || document.activeElement === document.body;

/** What had the focus has taken itself away out of a form, which goes on: its first field has it. */
export async function focusForm(form: Element | null | undefined): Promise<void> {
  await nextTick();
  if (isLost()) form?.querySelector<HTMLElement>('input, select, textarea')?.focus();
}

/** What had the focus has taken itself away out of a card: the card has it, or its heading. */
export async function focusCard(from?: Element | null): Promise<void> {
  const card = from?.closest<HTMLElement>('section, details');
  // A card with nothing left to say goes too.
  const around = card?.parentElement ?? from;
  await nextTick();
  if (card?.isConnected && isLost()) {
    const to = card.hasAttribute('tabindex') ? card : card.querySelector<HTMLElement>('h2, h3, summary');
    if (to && to.tabIndex < 0) to.tabIndex = -1;
    to?.focus();
  }
  await focusIfLost(around);
}

/** What had the focus has taken itself away. `from`: where it stood; the pane or dialog around it comes before the list. */
export async function focusIfLost(from?: Element | null): Promise<void> {
  await nextTick();
  if (!isLost()) return;
  const around = from?.closest<HTMLElement>('[tabindex]');
  if (around?.isConnected && around.tagName !== 'MAIN') around.focus();
  else focusList();
}
