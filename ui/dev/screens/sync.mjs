/** What is sent, received and in conflict. */
import { keys } from './acts.mjs';

export const sync = [
  { name: 'sync-clock', path: '/sync', query: { trouble: 'clock' }, act: keys('Escape') },
  { name: 'sync-outbox', path: '/sync' },
  { name: 'sync-running', path: '/sync', query: { net: 'running' } },
  { name: 'sync-receipts', path: '/sync/receipts' },
  { name: 'sync-conflicts', path: '/sync/conflicts' },
  { name: 'sync-conflict-newest', path: '/sync/conflicts', act: keys('ArrowDown') },
  { name: 'sync-online', path: '/sync', query: { net: 'online' } },
  { name: 'sync-refused', path: '/sync/refused' },
  { name: 'sync-runs', path: '/sync/runs' },
  { name: 'sync-empty', path: '/sync', query: { demo: 'empty' } },
  { name: 'sync-revoked', path: '/sync', query: { trouble: 'revoked' } },
  { name: 'en-sync', path: '/sync/conflicts', query: { lang: 'en' } },
];
