import type { RouteRecordRaw } from 'vue-router';
import { platform } from '@/platform/current';

/** A browser has no file to read. */
export const routes: RouteRecordRaw[] = [{ path: '/settings/import', beforeEnter: () => platform.side === 'desktop' || '/settings', component: () => import('./RosterPage.vue') }];
