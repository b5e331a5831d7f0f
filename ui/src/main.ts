import '@fontsource/barlow-semi-condensed/latin-500.css';
import '@fontsource/barlow-semi-condensed/latin-600.css';
import './styles/tokens.css';
import './styles/base.css';
import { createApp } from 'vue';
import App from './app/App.vue';
import { router } from './app/router';
import { useAccess } from './composables/useAccess';
import { useSettings } from './composables/useSettings';
import { i18n } from './locales';

useSettings().apply();
useAccess().listen();
createApp(App).use(i18n).use(router).mount('#app');
