import type { RouteRecordRaw } from 'vue-router';

export const routes: RouteRecordRaw[] = [{ path: '/problems/:id?', component: () => import('./ProblemList.vue') }];
