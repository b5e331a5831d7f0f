/** What the list of households shows, by who looks at it. */
import type { Column } from '@/components/VTable.vue';
import type { HouseholdRow } from '@/api/generated';
import type { Text } from '@/composables/useText';
import { codeLabel } from '@/lib/codes';
import type { Language } from '@/lib/format';
import { splitCodes } from './editForm';

/** English words of the states, and of who can work, are longer. A township names the village and gives up more for it. */
export function columnsOf(t: Text['t'], language: Language, who: { county: boolean; village: boolean; remarks: boolean }): Column[] {
  const en = language === 'en';
  const late = who.village && !who.county ? 3 : 2;
  const all: (Column | false)[] = [
    { key: 'head', label: t('household.col.head'), width: who.remarks ? 'minmax(13rem, 1.3fr)' : 'minmax(9rem, 1.6fr)', sort: true },
    who.county && { key: 'number', label: t('household.col.number'), width: '8rem', drop: 3 },
    who.village && { key: 'village', label: t(who.county ? 'household.col.place' : 'household.col.village'), width: who.county ? 'minmax(7rem, 1fr)' : 'minmax(5.5rem, 1fr)' },
    { key: 'people', label: t(who.county ? 'household.col.peopleOnly' : 'household.col.people'), width: en ? '7rem' : '5.5rem', drop: 3, sort: true },
    { key: 'state', label: t('household.col.state'), width: en ? '10.5rem' : '8rem', sort: true },
    !who.remarks && { key: 'cause', label: t('household.col.cause'), width: 'minmax(6rem, 1fr)', drop: 1, sort: true },
    !who.remarks && { key: 'income', label: t('household.col.income'), width: '7rem', align: 'end', drop: late, sort: true },
    !who.county && !who.remarks && { key: 'measures', label: t('household.col.measures'), width: '5rem', align: 'end', drop: 4, sort: true },
    !who.county && !who.remarks && { key: 'problems', label: t('household.col.problems'), width: '4.5rem', align: 'center', drop: late, sort: true },
    !who.county && !who.remarks && { key: 'helper', label: t('household.col.helper'), width: '6rem', drop: 4 },
    who.remarks && { key: 'remarks', label: t('household.facet.remarks'), width: 'minmax(12rem, 4fr)' },
    { key: 'last_visit', label: t('household.col.last'), width: '5.5rem', align: 'end', sort: true },
    !who.county && { key: 'receipt', label: t('household.col.receipt'), width: '3rem', align: 'center' },
  ];
  return all.filter((c): c is Column => c !== false);
}

/** What a household is at risk of, or as what it is watched; empty for neither. */
export function riskText(row: Pick<HouseholdRow, 'risks' | 'monitored_kind'>, language: Language): string {
  const risks = row.risks.map((code) => codeLabel(language, 'risk', code));
  if (row.monitored_kind) risks.unshift(codeLabel(language, 'monitored_kind', row.monitored_kind));
  return risks.join(language === 'en' ? ', ' : '、');
}

/** The main cause first, as recorded. */
export function causesText(cell: string | null | undefined, language: Language): string {
  return splitCodes(cell ?? null).map((code) => codeLabel(language, 'cause', code)).join(language === 'en' ? ', ' : '、') || '—';
}
