/**
 * Gives what stands in a field while the input method composes in it, without the spaces and apostrophes that it sets
 * between syllables. Fields that find by it have `v-model` too, which waits for the end and until then leaves the field
 * alone: one that is written to while it composes takes the same letters twice.
 */
export function whileComposed(event: Event, take: (text: string) => void): void {
  const { isComposing, inputType, target } = event as InputEvent;
  // WebKit empties the field for a moment before it puts the chosen words there.
  if (!isComposing || inputType === 'deleteCompositionText') return;
  take((target as HTMLInputElement).value.replace(/[\s']/gu, ''));
}
