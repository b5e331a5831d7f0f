import type { RouteRecordRaw } from 'vue-router';

export const routes: RouteRecordRaw[] = [{ path: '/visits/tours/:id?', component: () => import('./TourPage.vue') }];
