import { defineAsyncComponent } from 'vue';

export const UnlockPage = defineAsyncComponent(() => import('./UnlockPage.vue'));
