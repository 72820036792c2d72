import { formatCount, quote } from '@shared/core/text.ts';

interface Unknown {
  readonly first: string;
  /** 1 first. */
  readonly row: number;
  cells: number;
}

/** Cells that hold something of which the model makes nothing, and which it fills as if they were empty: counted by column. */
export class UnknownCells {
  private readonly columns = new Map<string, Unknown>();

  /** `row`: 1 first. */
  add(column: string, cell: string, row: number): void {
    const known = this.columns.get(column);
    if (known === undefined) this.columns.set(column, { first: cell, row, cells: 1 });
    else known.cells++;
  }

  /** A line for each column that has any. */
  lines(): string[] {
    return [...this.columns].map(([name, { first, row, cells }]) => {
      const found = `${quote(first)} in row ${formatCount(row)}`;
      return cells === 1
        ? `Column ${quote(name)}: the model does not know ${found}. It was filled as a missing value is.`
        : `Column ${quote(name)}: the model does not know ${found} and ${formatCount(cells - 1)} more. They were filled as missing values are.`;
    });
  }
}
