import { defineAsyncComponent } from 'vue';

export const EnrolPage = defineAsyncComponent(() => import('./EnrolPage.vue'));
