import type { RouteRecordRaw } from 'vue-router';

export const routes: RouteRecordRaw[] = [
  { path: '/households', component: () => import('./HouseholdList.vue') },
  { path: '/households/:id', component: () => import('./HouseholdPage.vue') },
];
