/** The manual is asked for by F1 and from the account menu, before the passphrase too. */
import { ref, type Ref } from 'vue';

/** The number of a page, `02`; empty for its list of contents, null while it is closed. */
const page = ref<string | null>(null);

const PAGES: [path: string, page: string][] = [
  ['/visits/requests', '13'],
  ['/visits/wishes', '13'],
  ['/visits/distributions', '13'],
  ['/visits/tours', '14'],
  ['/visits/inquiries', '15'],
  ['/visits', '02'],
  ['/attendance', '03'],
  ['/measures', '04'],
  ['/problems', '09'],
  ['/households', '05'],
  ['/sync', '07'],
  ['/settings/import', '06'],
  ['/settings', '08'],
];

export interface ManualHandle {
  page: Ref<string | null>;
  show(page: string): void;
  /** At the task of the page that is open. */
  showFor(path: string): void;
}

export function useManual(): ManualHandle {
  const show = (which: string): void => void (page.value = which);
  return { page, show, showFor: (path) => show(PAGES.find(([begin]) => path.startsWith(begin))?.[1] ?? '') };
}
