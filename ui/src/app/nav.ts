/** Only what is there: a laptop works; the console reads, and looks back at problems. */
import type { Component } from 'vue';
import { ClipboardCheck, Footprints, House, Laptop, LayoutList, MoonStar, RefreshCw, Settings2, Sprout } from '@lucide/vue';
import type { Kind } from '@/composables/useSession';
import type { TextKey } from '@/composables/useText';
import type { Side } from '@/platform/types';

export interface NavItem {
  path: string;
  key: TextKey;
  icon: Component;
  /** Pinyin initials and syllables, as the palette finds it. */
  spell: string;
  /** Below the gap. */
  apart?: boolean;
}

const TODAY: NavItem = { path: '/', key: 'shell.today', icon: LayoutList, spell: 'gzt gongzuotai' };
const VISITS: NavItem = { path: '/visits', key: 'shell.visits', icon: Footprints, spell: 'zf zoufang' };
const ATTENDANCE: NavItem = { path: '/attendance', key: 'shell.attendance', icon: MoonStar, spell: 'zckq zhucunkaoqin' };
const HOUSEHOLDS: NavItem = { path: '/households', key: 'shell.households', icon: House, spell: 'nh nonghu' };
const MEASURES: NavItem = { path: '/measures', key: 'shell.measures', icon: Sprout, spell: 'bfcs bangfucuoshi' };
const PROBLEMS: NavItem = { path: '/problems', key: 'shell.problems', icon: ClipboardCheck, spell: 'wtzg wentizhenggai' };
const SYNC: NavItem = { path: '/sync', key: 'shell.sync', icon: RefreshCw, spell: 'tbzx tongbuzhongxin', apart: true };
const SETTINGS: NavItem = { path: '/settings', key: 'shell.settings', icon: Settings2, spell: 'sz shezhi', apart: true };
const DEVICES: NavItem = { path: '/devices', key: 'shell.devices', icon: Laptop, spell: 'dn diannao', apart: true };

export function navOf(side: Side, kind: Kind): NavItem[] {
  if (side === 'console') return [HOUSEHOLDS, VISITS, MEASURES, PROBLEMS, DEVICES, SETTINGS];
  return [TODAY, VISITS, ...(kind === 'team' ? [ATTENDANCE] : []), HOUSEHOLDS, MEASURES, PROBLEMS, SYNC, SETTINGS];
}

const first = (path: string): string => `/${path.split('/')[1] ?? ''}`;

/** Pages of records that not everybody may read. */
const READS: readonly (readonly [path: string, record: string])[] = [['/visits/inquiries', 'inquiry']];

/** Where somebody asking for `path` is led; null when the page is theirs. */
export function elsewhere(path: string, side: Side, kind: Kind, reads: readonly string[]): string | null {
  const nav = navOf(side, kind);
  if (READS.some(([begin, record]) => path.startsWith(begin) && !reads.includes(record))) return '/not-yours';
  if (nav.some((n) => n.path === first(path)) || path === '/not-yours') return null;
  return path === '/' ? (nav[0]?.path ?? '/not-yours') : '/not-yours';
}
