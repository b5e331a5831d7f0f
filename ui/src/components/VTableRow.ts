/** One row of a table, a component of its own: a scroll draws the rows that come into sight and no other anew. */
import { defineComponent, h, type PropType, type VNode } from 'vue';
import { type Column } from './table';

export default defineComponent({
  props: {
    index: { type: Number, required: true },
    /** Undefined while it is not read: bars. */
    row: { type: null as unknown as PropType<unknown>, required: false },
    columns: { type: Array as PropType<Column[]>, required: true },
    /** The table's slots, by the key of their column. */
    cells: { type: Object as PropType<Record<string, (of: { row: never; index: number }) => unknown>>, required: true },
    on: { type: Boolean, required: true },
    /** Its style: a text, so that an unchanged one is seen to be the same. */
    place: { type: String, required: true },
  },
  emits: { pick: (_index: number) => true, open: (_index: number) => true },
  setup(props, { emit }) {
    return () => {
      const read = props.row !== undefined;
      const cell = (c: Column) => (read ? (props.cells[c.key]?.({ row: props.row as never, index: props.index }) as VNode[]) : [h('i', { class: 'bar' })]);
      return h(
        'div',
        {
          class: ['vt-row', { on: read && props.on }],
          style: props.place,
          role: 'row',
          'aria-rowindex': props.index + 2,
          'aria-selected': read ? props.on : undefined,
          onClick: () => read && emit('pick', props.index),
          onDblclick: () => read && emit('open', props.index),
        },
        props.columns.map((c) => h('div', { key: c.key, role: 'gridcell', class: read ? c.align : undefined }, cell(c))),
      );
    };
  },
});
