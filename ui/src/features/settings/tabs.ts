/** The parts of 设置, in their order: a browser has no file, no passphrase and no disk of its own. */
import type { Side } from '@/platform/types';

const LAPTOP = ['look', 'team', 'security', 'data', 'leaves', 'about', 'feedback'] as const;
export type Tab = (typeof LAPTOP)[number];
const CONSOLE: readonly Tab[] = ['look', 'feedback'];

export const tabsOf = (side: Side): readonly Tab[] => (side === 'console' ? CONSOLE : LAPTOP);

/** A tab that is not there, or not on this side, is the first one. */
export const tabOf = (side: Side, asked: unknown): Tab => tabsOf(side).find((tab) => tab === asked) ?? 'look';
