import type { RouteRecordRaw } from 'vue-router';

export const routes: RouteRecordRaw[] = [{ path: '/visits/inquiries', component: () => import('./InquiryList.vue') }];
