export interface Column {
  key: string;
  label: string;
  /** A grid track: `minmax(8rem, 1fr)`. */
  width: string;
  align?: 'end' | 'center';
  /** 4 goes first when the table gets narrow, 1 last. */
  drop?: 1 | 2 | 3 | 4;
  sort?: boolean;
}

/** Below these widths, in rem, columns of rank 1, 2, 3, 4 drop. */
export const DROP_REM = [0, 42, 48, 58, 67] as const;

export const shownColumns = (columns: readonly Column[], widthRem: number): Column[] => columns.filter((c) => !c.drop || widthRem >= DROP_REM[c.drop]);
