import type { RouteRecordRaw } from 'vue-router';

export const routes: RouteRecordRaw[] = [{ path: '/visits/requests', component: () => import('./RequestList.vue') }];
