/** The keys of this page for this account first, then those that work everywhere. */
import type { TextKey } from '@/composables/useText';
import type { Side } from '@/platform/types';

export type HelpRow = [keys: string, text: TextKey];
export type HelpGroup = [name: TextKey, rows: HelpRow[]];
export interface Who {
  path: string;
  side: Side;
  canRecord: boolean;
  diary: boolean;
  /** May write in the ledger of problems: at a county too. */
  registers: boolean;
  /** How many pages the side bar has. */
  pages: number;
}

const LIST: HelpRow[] = [['↑ ↓', 'shell.keys.move'], ['Enter', 'shell.keys.open'], ['Space', 'shell.keys.peek'], ['/', 'shell.keys.search'], ['Esc', 'shell.keys.esc']];
const PRINT: HelpRow = ['Ctrl P', 'common.paper.print'];
const MONTH: HelpRow[] = [['Z', 'shell.keys.night'], ['L', 'shell.keys.duty'], ['B', 'shell.keys.day'], ['G', 'shell.keys.trip'], ['H', 'shell.keys.meeting'], ['Q', 'shell.keys.leave'], ['X', 'shell.keys.holiday'], ['N', 'shell.keys.absent'], ['Delete', 'shell.keys.clear'], ['Shift ←→↑↓', 'shell.keys.several'], ['PgUp PgDn', 'shell.keys.month']];

function ofPage({ path, canRecord, registers }: Who): HelpRow[] {
  const only = (rows: HelpRow[]): HelpRow[] => (canRecord ? rows : []);
  if (path === '/') return [['↑ ↓', 'shell.keys.move'], ['Enter', 'shell.keys.open'], ['Space', 'shell.keys.act']];
  if (path.startsWith('/visits/requests')) return [...LIST, PRINT, ...only([['A', 'request.add'], ['Ctrl Enter', 'shell.keys.act']])];
  if (path.startsWith('/visits/wishes')) return [...LIST, PRINT, ...only([['A', 'wish.add'], ['E', 'shell.keys.edit']])];
  if (path.startsWith('/visits/distributions')) return [...LIST, PRINT, ...only([['A', 'distribution.add'], ['E', 'shell.keys.edit']])];
  if (path.startsWith('/visits/tours')) return [...LIST, ...only([['V', 'shell.recordHere'], ['A', 'tour.add'], ['E', 'shell.keys.edit']])];
  if (path.startsWith('/visits/inquiries')) return [...LIST, ...only([['A', 'inquiry.add'], ['E', 'inquiry.edit']])];
  if (path.startsWith('/visits')) return [...LIST, PRINT, ...only([['V', 'shell.recordHere'], ['E', 'shell.keys.edit']])];
  if (path.startsWith('/attendance')) return MONTH;
  if (path.startsWith('/households/')) return [...only([['E', 'shell.keys.edit'], ['B', 'family.act'], ['V', 'shell.recordHere']]), PRINT, ['Alt ↑', 'household.card.prev'], ['Alt ↓', 'household.card.next'], ['Esc', 'household.card.back']];
  if (path.startsWith('/households')) return [...LIST, PRINT, ...only([['V', 'shell.recordHere']])];
  if (path.startsWith('/measures/plan')) return [...only([['A', 'measure.villagePlan.addTarget'], ['P', 'measure.villagePlan.addProject'], ['E', 'measure.villagePlan.editGoal']]), ['Esc', 'measure.villagePlan.back']];
  if (path.startsWith('/measures')) return [...LIST, PRINT, ...only([['A', 'measure.add'], ['E', 'measure.pane.edit']])];
  if (path.startsWith('/problems')) return [...LIST, PRINT, ...(registers ? [['A', 'problem.add'] as HelpRow] : []), ...only([['V', 'shell.recordHere']]), ['E', 'shell.keys.edit'], ['Ctrl Enter', 'shell.keys.act']];
  if (path.startsWith('/sync')) return [['S', 'sync.now'], ['↑ ↓', 'shell.keys.move'], ['Enter', 'shell.keys.open']];
  if (path.startsWith('/settings/import')) return [['O', 'roster.choose'], ['↑ ↓', 'shell.keys.move'], ['Enter', 'shell.keys.open'], ['Space', 'roster.takeThis'], ['A', 'roster.all'], ['/', 'shell.keys.search'], ['Ctrl Enter', 'roster.title'], ['Esc', 'shell.keys.esc']];
  if (path.startsWith('/settings')) return [['↑ ↓', 'shell.keys.tab']];
  if (path.startsWith('/devices')) return [['↑ ↓', 'shell.keys.move']];
  return LIST;
}

export function helpFor(who: Who): HelpGroup[] {
  // A browser keeps Ctrl+N and Ctrl+J for itself, and Alt with a digit for its tabs.
  const inBrowser = who.side === 'console';
  const everywhere: HelpRow[] = [['Ctrl K', 'shell.keys.palette']];
  if (who.canRecord) everywhere.push([inBrowser ? 'Alt N' : 'Ctrl N', 'shell.keys.record']);
  if (who.diary) everywhere.push([inBrowser ? 'Alt J' : 'Ctrl J', 'shell.keys.tonight']);
  everywhere.push(['Ctrl Z', 'shell.keys.undo'], [inBrowser ? `G 1…${who.pages}` : `Alt 1…${who.pages}`, 'shell.keys.nav'], ['Ctrl + −', 'shell.larger']);
  if (who.canRecord) everywhere.push(['Ctrl L', 'shell.keys.lock']);
  everywhere.push(['?', 'shell.keys.help'], ['F1', 'shell.manual']);
  const groups: HelpGroup[] = [['shell.screenKeys', ofPage(who)], ['shell.everywhere', everywhere]];
  if (who.canRecord) groups.push(['visit.record', [['Alt 1…4', 'shell.keys.phrase'], ['Ctrl V', 'photo.add'], ['Enter', 'visit.form.save'], ['Ctrl Enter', 'visit.form.saveNext']]]);
  if (who.diary && !who.path.startsWith('/attendance')) groups.push(['shell.attendance', MONTH]);
  return groups;
}
