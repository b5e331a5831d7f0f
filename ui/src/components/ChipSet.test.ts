import { mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import ChipSet from './ChipSet.vue';

const options = ['因病', '因残', '因学'].map((label, i) => ({ code: `0${i + 1}`, label }));
const texts = (w: ReturnType<typeof mount>): string[] => w.findAll('label').map((l) => l.text());
test('where the order means something, each chosen one says which it is; elsewhere none does', async () => {
  const w = mount(ChipSet, { props: { label: '致贫原因', name: 'causes', options, chosen: ['03', '01'], ordered: true } });
  expect(texts(w)).toEqual(['2因病', '因残', '1因学']);
  await w.findAll('input')[1]?.trigger('change');
  expect(w.emitted('update:chosen')).toEqual([[['03', '01', '02']]]);
  await w.setProps({ ordered: false });
  expect(texts(w)).toEqual(['因病', '因残', '因学']);
});
