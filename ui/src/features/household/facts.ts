/** The fields of a household or a person as a page shows them, by their groups. */
import type { Cell, RecordView, RemarkView } from '@/api/generated';
import type { Text } from '@/composables/useText';
import { GROUPS, splitCodes, type Field, type Group } from './editForm';

export interface FactGroup {
  group: Group;
  filled: readonly Field[];
  left: readonly Field[];
}

const isFilled = (cell: Cell | undefined): boolean => cell !== null && cell !== undefined && cell !== '' && cell !== '[]';

/** Groups in their order, those with something in them first: what a county does not use comes last and is folded. */
export function factGroups(view: RecordView, fields: readonly Field[]): FactGroup[] {
  const groups = GROUPS.map((group) => {
    const own = fields.filter((f) => f.group === group);
    return { group, filled: own.filter((f) => isFilled(view.fields[f.name])), left: own.filter((f) => !isFilled(view.fields[f.name])) };
  }).filter((g) => g.filled.length + g.left.length > 0);
  return [...groups.filter((g) => g.filled.length), ...groups.filter((g) => !g.filled.length)];
}

/** What stands in a field, in words; a masked one as the store gives it. */
export function factText(field: Field, cell: Cell | undefined, { t, label, language }: Pick<Text, 't' | 'label' | 'language'>): string {
  if (!isFilled(cell)) return '';
  if (field.kind === 'flag') return t(cell === 1 ? 'household.edit.yes' : 'household.edit.no');
  if (field.kind === 'hundredths') return String(Number(cell) / 100);
  const { list } = field;
  if (field.kind === 'secret' || !list) return String(cell);
  return splitCodes(cell).map((code) => label(list, code)).join(language.value === 'en' ? ', ' : '、');
}

/** The remarks that stand beside a field and are not off. */
export function remarksAt(remarks: readonly RemarkView[], memberId: string | null, field: string): RemarkView[] {
  return remarks.filter((r) => r.off === null && r.of !== 'income' && r.member_id === memberId && r.fields.includes(field));
}
