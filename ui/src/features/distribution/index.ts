import type { RouteRecordRaw } from 'vue-router';

export const routes: RouteRecordRaw[] = [{ path: '/visits/distributions/:id?', component: () => import('./DistributionList.vue') }];
