import { createRouter, createWebHashHistory } from 'vue-router';
import { kindOf, useSession } from '@/composables/useSession';
import { platform } from '@/platform/current';
import { routes } from './features';
import { elsewhere } from './nav';

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [...routes, { path: '/not-yours', component: () => import('./shell/NotYours.vue') }, { path: '/:rest(.*)*', redirect: '/' }],
});

/** Undefined while nobody is at work: who it will be is not known yet. */
export function leadFrom(path: string): string | null {
  const s = useSession().session.value;
  return s ? elsewhere(path, platform.side, kindOf(s), s.reads) : null;
}

router.beforeEach((to) => leadFrom(to.path) ?? true);
