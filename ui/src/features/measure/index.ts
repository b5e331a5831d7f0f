import type { RouteRecordRaw } from 'vue-router';

export const routes: RouteRecordRaw[] = [
  { path: '/measures', component: () => import('./MeasureList.vue') },
  { path: '/measures/plan', component: () => import('./VillagePlan.vue') },
];
