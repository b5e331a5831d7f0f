import { fileURLToPath, URL } from 'node:url';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

// The test runner tells what failed with this, which Node 20 lacks.
if (!('groupBy' in Map)) {
  const groupBy = <K, T>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> => {
    const groups = new Map<K, T[]>();
    for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
    return groups;
  };
  Object.assign(Map, { groupBy });
}

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig(({ command, mode }) => {
  // The made-up data stands in for the platform in the development server only: a build never sees this branch.
  const fake = command === 'serve' && mode !== 'test' && process.env.VITE_FAKE === '1';
  return {
    base: './',
    plugins: [vue()],
    resolve: {
      alias: [{ find: '@/platform/current', replacement: fake ? at('./dev/fake/platform.ts') : at('./src/platform/current.ts') }, { find: '@', replacement: at('./src') }],
    },
    // The manual is read from the documents beside this folder.
    server: { fs: { allow: ['..'] } },
    build: {
      outDir: 'dist',
      target: ['chrome105', 'safari15'],
      // The window's content policy allows no data: scripts, and small fonts are better as files.
      assetsInlineLimit: 0,
      rolldownOptions: {
        output: {
          codeSplitting: { groups: [{ name: 'vue', priority: 30, test: /node_modules[\\/](vue|@vue|vue-router|vue-i18n|@intlify)[\\/]/ }] },
        },
      },
    },
    test: {
      environment: 'happy-dom',
      include: ['src/**/*.test.ts', 'dev/**/*.test.ts'],
    },
  };
});
