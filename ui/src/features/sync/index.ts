import type { RouteRecordRaw } from 'vue-router';

export const routes: RouteRecordRaw[] = [{ path: '/sync/:tab?', component: () => import('./SyncPage.vue') }];
