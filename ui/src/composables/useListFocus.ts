/** No page leaves the focus to the body. */
import { nextTick } from 'vue';

/** To the list; while it is not there, to its search. */
export function focusList(): void {
  (document.querySelector<HTMLElement>('main [data-list]') ?? document.querySelector<HTMLElement>('main [role=search] input'))?.focus();
}

/** What has the focus is about to go, or to give it up: before it does, the focus is elsewhere. */
export function handFocus(going: EventTarget | null | undefined, to: HTMLElement | null | undefined): void {
  if (going instanceof Element && going.contains(document.activeElement)) to?.focus();
}

/** What had the focus has taken itself away. */
export async function focusIfLost(): Promise<void> {
  await nextTick();
  if (!document.activeElement || document.activeElement === document.body) focusList();
}
