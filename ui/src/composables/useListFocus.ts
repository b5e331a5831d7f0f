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

/** What had the focus has taken itself away. `from`: where it stood; the pane or dialog around it comes before the list. */
export async function focusIfLost(from?: Element | null): Promise<void> {
  await nextTick();
  if (document.activeElement && document.activeElement !== document.body) return;
  const around = from?.closest<HTMLElement>('[tabindex]');
  if (around?.isConnected && around.tagName !== 'MAIN') around.focus();
  else focusList();
}
