import type { RouteRecordRaw } from 'vue-router';

export const routes: RouteRecordRaw[] = [{ path: '/settings/:tab?', component: () => import('./SettingsPage.vue') }];
