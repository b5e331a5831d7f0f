/**
 * The screens with the made-up village behind them, bundled once into a folder of its own and served from there: a
 * page comes at once, and what is edited meanwhile does not reach it. The product's own build never goes through here.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The address, and what ends it. The port is a free one: two clones may be looked at at once. */
export async function serve() {
  const outDir = await mkdtemp(join(tmpdir(), 'zhucun-screens-'));
  const alias = [{ find: '@/platform/current', replacement: join(root, 'dev/fake/platform.ts') }];
  await build({ root, logLevel: 'error', resolve: { alias }, build: { outDir, emptyOutDir: true } });
  const server = await preview({ root, logLevel: 'error', build: { outDir }, preview: { host: '127.0.0.1', port: 0 } });
  const base = `http://127.0.0.1:${server.httpServer.address().port}/`;
  const close = async () => {
    await server.close();
    await rm(outDir, { recursive: true });
  };
  return { base, close };
}
