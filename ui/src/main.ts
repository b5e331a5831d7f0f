import '@fontsource/barlow-semi-condensed/latin-500.css';
import '@fontsource/barlow-semi-condensed/latin-600.css';
import './styles/tokens.css';
import './styles/base.css';
import { createApp } from 'vue';
import App from './app/App.vue';
import { router } from './app/router';
import { useAccess } from './composables/useAccess';
import { useSettings } from './composables/useSettings';
import { keepFilesOut } from './lib/strayFiles';
import { i18n } from './locales';

keepFilesOut(window);
useSettings().apply();
useAccess().listen();
createApp(App).use(i18n).use(router).mount('#app');
