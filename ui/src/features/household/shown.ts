/** What the page of a household shows of its people, by the names of the columns. */
import type { TextKey } from '@/locales';

export const SHOWN_FIELDS: readonly { key: TextKey; of: string }[] = [
  { key: 'household.member.name', of: 'member.name' },
  { key: 'household.member.relation', of: 'member.relation' },
  { key: 'household.member.age', of: 'member.born_on' },
  { key: 'household.member.id', of: 'member.id_number' },
  { key: 'household.card.phone', of: 'member.phone' },
  { key: 'household.member.health', of: 'member.health' },
  { key: 'household.member.labour', of: 'member.labour' },
  { key: 'household.member.work', of: 'member.work_where' },
  { key: 'household.card.bank', of: 'household.bank_account' },
  { key: 'household.card.address', of: 'household.address' },
  { key: 'household.card.attribute', of: 'household.attribute' },
  { key: 'household.card.house', of: 'household.house_grade' },
  { key: 'household.card.water', of: 'household.water_safe' },
];
