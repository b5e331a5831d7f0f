import type { Typed } from '@/api/generated';

/** Of what a form would write, that which differs from what it was opened with: all else may have changed meanwhile. */
export function changedOf<T extends Typed>(before: Readonly<Record<string, T>>, now: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(now).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])));
}
