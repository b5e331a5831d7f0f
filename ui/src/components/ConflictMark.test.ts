import { mount } from '@vue/test-utils';
import { afterEach, expect, test } from 'vitest';
import type { Session } from '@/api/generated';
import { useSession } from '@/composables/useSession';
import ConflictMark from './ConflictMark.vue';

afterEach(() => useSession().end());
test.each([
  ['laptop', '和县里不一样'],
  ['county', '几台电脑写的不一样'],
])('at the %s: %s', (side, says) => {
  useSession().session.value = { side, role: 'member', area: { level: 'village' } } as unknown as Session;
  expect(mount(ConflictMark).attributes('aria-label')).toBe(says);
});
