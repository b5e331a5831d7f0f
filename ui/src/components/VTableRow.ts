/** One row of a table, a component of its own: a scroll draws the rows that come into sight and looks at no other. */
import { computed, defineComponent, h, type PropType, type VNode } from 'vue';
import { type Column } from './table';

export default defineComponent({
  props: {
    /** Which of the drawn rows it is, and which row of the list sits there now. */
    seat: { type: Number, required: true },
    indexOf: { type: Function as PropType<(seat: number) => number>, required: true },
    /** Undefined while a row is not read: bars. */
    read: { type: Function as PropType<(index: number) => unknown>, required: true },
    columns: { type: Array as PropType<Column[]>, required: true },
    /** The table's slots, by the key of their column. */
    cells: { type: Object as PropType<Record<string, (of: { row: never; index: number }) => unknown>>, required: true },
    /** Is it the chosen row? */
    isAt: { type: Function as PropType<(index: number) => boolean>, required: true },
    uid: { type: String, required: true },
    tracks: { type: String, required: true },
    rowPx: { type: Number, required: true },
  },
  emits: { pick: (_index: number) => true, open: (_index: number) => true },
  setup(props, { emit }) {
    const index = computed(() => props.indexOf(props.seat));
    const row = computed(() => props.read(index.value));
    const on = computed(() => row.value !== undefined && props.isAt(index.value));
    return () => {
      const read = row.value !== undefined;
      const cell = (c: Column) => (read ? (props.cells[c.key]?.({ row: row.value as never, index: index.value }) as VNode[]) : [h('i', { class: 'bar' })]);
      return h(
        'div',
        {
          id: read ? `${props.uid}-${index.value}` : undefined,
          class: ['vt-row', { on: on.value }],
          style: `grid-template-columns: ${props.tracks}; height: ${props.rowPx}px; transform: translateY(${index.value * props.rowPx}px)`,
          role: 'row',
          'aria-rowindex': index.value + 2,
          'aria-selected': read ? on.value : undefined,
          onClick: () => read && emit('pick', index.value),
          onDblclick: () => read && emit('open', index.value),
        },
        props.columns.map((c) => h('div', { key: c.key, role: 'gridcell', class: read ? c.align : undefined }, cell(c))),
      );
    };
  },
});
