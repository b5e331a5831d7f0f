/** The pages of `docs/manual`, a file a page and language; each is read when it is opened. */
import type { Language } from '@/lib/format';

const files = import.meta.glob<string>('../../../../docs/manual/*/*.md', { query: '?raw', import: 'default' });
const pictures = import.meta.glob<string>('../../../../docs/manual/pictures/*.png', { query: '?url', import: 'default', eager: true });

const nameOf = (path: string): string => path.split('/').at(-1) ?? '';
const find = (language: Language, begin: string): string | undefined => Object.keys(files).find((path) => path.includes(`/${language}/`) && nameOf(path).startsWith(begin));

/** Its text; empty when there is none. `02`, or empty for the list of contents. */
export async function readPage(language: Language, page: string): Promise<string> {
  const path = find(language, page || 'README');
  return path ? ((await files[path]?.()) ?? '') : '';
}

/** `02` of `02-记走访.md`; null when a link leads elsewhere. */
export function pageOf(href: string): string | null {
  const name = nameOf(decodeURI(href));
  if (name === 'README.md') return '';
  return /^(\d\d)-.*\.md$/.exec(name)?.[1] ?? null;
}

/** The address of a picture beside the pages. */
export const pictureOf = (href: string): string | undefined => Object.entries(pictures).find(([path]) => nameOf(path) === nameOf(href))?.[1];

/** Every page of a language, for whoever checks that both have the same. */
export const pagesOf = (language: Language): string[] =>
  Object.keys(files).filter((path) => path.includes(`/${language}/`)).map(nameOf).map((name) => (name === 'README.md' ? '' : name.slice(0, 2))).sort();
