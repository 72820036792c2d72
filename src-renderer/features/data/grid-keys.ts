/** Where the keyboard is in a table; row −1 is the header. */
export interface GridCursor {
  readonly row: number;
  readonly column: number;
}

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  /** Rows that a page moves by. */
  readonly page: number;
}

interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** Where a key leads to, or null where it leads nowhere: arrows, Page, Home and End, with Ctrl to the corners. */
export function moveCursor(cursor: GridCursor, press: Press, size: GridSize): GridCursor | null {
  const { row, column } = cursor;
  const isFar = press.ctrlKey || press.metaKey;
  const lastRow = size.rows - 1;
  const lastColumn = size.columns - 1;
  const moves: Readonly<Record<string, GridCursor>> = {
    ArrowDown: { row: isFar ? lastRow : row + 1, column },
    ArrowUp: { row: isFar ? -1 : row - 1, column },
    ArrowRight: { row, column: isFar ? lastColumn : column + 1 },
    ArrowLeft: { row, column: isFar ? 0 : column - 1 },
    PageDown: { row: row + size.page, column },
    PageUp: { row: row - size.page, column },
    Home: { row: isFar ? -1 : row, column: 0 },
    End: { row: isFar ? lastRow : row, column: lastColumn },
  };
  const moved = Object.hasOwn(moves, press.key) ? moves[press.key] : undefined;
  if (moved === undefined) return null;
  return { row: between(-1, moved.row, lastRow), column: between(0, moved.column, lastColumn) };
}

function between(least: number, value: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}

/** The columns from one to another, in their order, whichever comes first. */
export function columnRange(names: readonly string[], from: number, to: number): string[] {
  return names.slice(Math.min(from, to), Math.max(from, to) + 1);
}

/** Adds a name, or takes it away where it is there. */
export function toggled(names: readonly string[], name: string): string[] {
  return names.includes(name) ? names.filter((other) => other !== name) : [...names, name];
}
