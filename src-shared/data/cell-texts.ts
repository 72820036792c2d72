import { cellText, type RawColumn, type TextCells } from './raw-table.ts';

/** Bytes that are decoded at once: decoding every short cell by itself costs ten times as much. */
const BLOCK_BYTES = 2 ** 16;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Calls `visit` with the text of every cell that is not missing, from the first row to the last. */
export function forEachText(column: RawColumn, visit: (text: string, row: number) => void): void {
  if (column.kind === 'texts') {
    forEachStoredText(column, visit);
    return;
  }
  const rows = rowsOf(column);
  for (let row = 0; row < rows; row++) {
    const text = cellText(column, row);
    if (text !== null) visit(text, row);
  }
}

function forEachStoredText(column: TextCells, visit: (text: string, row: number) => void): void {
  const { bytes, starts } = column;
  const rows = rowsOf(column);
  for (let first = 0; first < rows;) {
    const from = starts[first]!;
    let end = first + 1;
    while (end < rows && starts[end + 1]! - from <= BLOCK_BYTES) end++;
    const block = decoder.decode(bytes.subarray(from, starts[end]));
    // As many characters as bytes: every byte is a character.
    const isPlain = block.length === starts[end]! - from;
    for (let row = first; row < end; row++) {
      const [start, stop] = [starts[row]!, starts[row + 1]!];
      if (start === stop) continue;
      visit(isPlain ? block.slice(start - from, stop - from) : cellText(column, row)!, row);
    }
    first = end;
  }
}

/** How many rows a column has. */
export function rowsOf(column: RawColumn): number {
  switch (column.kind) {
    case 'numbers':
      return column.values.length;
    case 'levels':
      return column.codes.length;
    case 'texts':
      return column.starts.length - 1;
  }
}
