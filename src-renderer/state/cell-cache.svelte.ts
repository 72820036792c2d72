import type { DataSource } from '@shared/model/data-catalog.ts';
import { type Client, describeError } from '../api/client.ts';

/** Cells are fetched and kept in blocks of this many rows and columns. */
export const BLOCK_ROWS = 100;
export const BLOCK_COLUMNS = 25;
/** About 400,000 cells. */
const MOST_BLOCKS = 160;
const AT_ONCE = 2;

type Cells = readonly (readonly (string | null)[])[];

/** Rows and columns [first, end) of a table. */
export interface CellWindow {
  readonly firstRow: number;
  readonly endRow: number;
  readonly firstColumn: number;
  readonly endColumn: number;
}

interface Block {
  readonly key: string;
  readonly row: number;
  readonly column: number;
}

/** The cells of the shown table as they are scrolled into sight. Main holds the table; only a few blocks are kept here. */
export class CellCache {
  problem = $state<string | null>(null);
  private source: DataSource | null = null;
  private size = { rows: 0, columns: 0 };
  /** In the order of their last use; replaced when one arrives, so that whoever reads cells reads them again. */
  private blocks = $state.raw(new Map<string, Cells>());
  private wanted: Block[] = [];
  private readonly underWay = new Set<string>();
  private readonly client: Client;

  constructor(client: Client) {
    this.client = client;
  }

  /** Another table begins with nothing. */
  show(source: DataSource, columns: number): void {
    if (source === this.source && columns === this.size.columns) return;
    this.source = source;
    this.size = { rows: source.rows, columns };
    this.forget();
  }

  /** Reads everything again, after a problem. */
  forget(): void {
    this.blocks = new Map();
    this.wanted = [];
    this.underWay.clear();
    this.problem = null;
  }

  /** The text of a cell, null where it is missing, undefined while it is not there yet. */
  cell(row: number, column: number): string | null | undefined {
    return this.blocks.get(keyOf(row, column))?.[row % BLOCK_ROWS]?.[column % BLOCK_COLUMNS];
  }

  /** What is in sight now; what was wanted before and is not there yet is no longer fetched. */
  want(window: CellWindow): void {
    const blocks = blocksOf(window);
    for (const { key } of blocks) this.use(key);
    this.wanted = blocks.filter(({ key }) => !this.blocks.has(key) && !this.underWay.has(key));
    this.fetchNext();
  }

  private use(key: string): void {
    const block = this.blocks.get(key);
    if (block === undefined) return;
    this.blocks.delete(key);
    this.blocks.set(key, block);
  }

  private fetchNext(): void {
    while (this.problem === null && this.underWay.size < AT_ONCE) {
      const block = this.wanted.shift();
      if (block === undefined) return;
      void this.fetch(block);
    }
  }

  private async fetch({ key, row, column }: Block): Promise<void> {
    const { source, size } = this;
    if (source === null) return;
    this.underWay.add(key);
    try {
      const { cells } = await this.client.tableRows({
        source,
        firstRow: row,
        rowCount: Math.min(BLOCK_ROWS, size.rows - row),
        firstColumn: column,
        columnCount: Math.min(BLOCK_COLUMNS, size.columns - column),
      });
      if (source !== this.source || size !== this.size) return;
      this.keep(key, cells);
    } catch (error) {
      if (source !== this.source || size !== this.size) return;
      this.problem = describeError(error).message;
    }
    this.underWay.delete(key);
    this.fetchNext();
  }

  private keep(key: string, cells: Cells): void {
    const blocks = new Map(this.blocks).set(key, cells);
    for (const oldest of blocks.keys()) {
      if (blocks.size <= MOST_BLOCKS) break;
      blocks.delete(oldest);
    }
    this.blocks = blocks;
  }
}

function keyOf(row: number, column: number): string {
  return `${String(Math.floor(row / BLOCK_ROWS))}/${String(Math.floor(column / BLOCK_COLUMNS))}`;
}

function blocksOf({ firstRow, endRow, firstColumn, endColumn }: CellWindow): Block[] {
  const blocks: Block[] = [];
  const start = {
    row: firstRow - (firstRow % BLOCK_ROWS),
    column: firstColumn - (firstColumn % BLOCK_COLUMNS),
  };
  for (let row = start.row; row < endRow; row += BLOCK_ROWS) {
    for (let column = start.column; column < endColumn; column += BLOCK_COLUMNS) {
      blocks.push({ key: keyOf(row, column), row, column });
    }
  }
  return blocks;
}
