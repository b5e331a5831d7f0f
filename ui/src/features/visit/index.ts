import { defineAsyncComponent } from 'vue';
import type { RouteRecordRaw } from 'vue-router';

export const routes: RouteRecordRaw[] = [{ path: '/visits/:id?', component: () => import('./VisitList.vue') }];
/** Drawn over every screen: Ctrl+N opens it anywhere. */
export const RecordDialog = defineAsyncComponent(() => import('./RecordDialog.vue'));
