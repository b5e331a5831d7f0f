import { defineAsyncComponent } from 'vue';

export const ManualBox = defineAsyncComponent(() => import('./ManualBox.vue'));
