import { defineAsyncComponent } from 'vue';
import type { RouteRecordRaw } from 'vue-router';

export const routes: RouteRecordRaw[] = [{ path: '/visits/:id?', component: () => import('./VisitList.vue') }];
const load = (): Promise<typeof import('./RecordDialog.vue')> => import('./RecordDialog.vue');
/** Drawn over every screen: Ctrl+N opens it anywhere. */
export const RecordDialog = defineAsyncComponent(load);
/** Fetched while nobody waits for it, so that what is typed right after Ctrl+N finds its field. */
export const prepareRecordDialog = (): void => void load();
