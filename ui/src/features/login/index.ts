import { defineAsyncComponent } from 'vue';

export const LoginPage = defineAsyncComponent(() => import('./LoginPage.vue'));
