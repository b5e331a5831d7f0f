import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const dist = join(import.meta.dirname, '..', 'dist');
const files = (dir: string): string[] => readdirSync(dir, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? files(join(dir, e.name)) : [join(dir, e.name)]));

test('the built pages hold nothing of the made-up village', () => {
  expect(existsSync(dist), 'run `npm run build` first, as `npm run check` does').toBe(true);
  const scripts = files(dist).filter((f) => f.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(3);
  for (const file of scripts) {
    const text = readFileSync(file, 'utf8');
    for (const mark of ['made-up-village', '石磨坪村', '沈知远', 'zhucun.example"']) expect(text.includes(mark), `${file} holds ${mark}`).toBe(false);
  }
});
