import { call } from '@/api/client';
import type { DraftStore } from './useDraft';

/** The drafts of the encrypted file. */
export const draftStore: DraftStore = {
  list: () => call('draft.list', {}),
  save: (draft) => call('draft.save', draft),
  remove: (key) => call('draft.remove', key),
};
