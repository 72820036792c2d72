import type { TextCells } from '../raw-table.ts';

/** The different texts of a column: for each the first row that holds it, and how many do. */
export interface TextCounts {
  /** How many texts differ; null where there are more than were asked for. */
  readonly distinct: number | null;
  readonly firstRows: Int32Array;
  readonly counts: Int32Array;
}

const FREE = -1;
const SMALLEST_TABLE = 64;

/**
 * Counts equal texts by their bytes, without making a text of each: linear in the bytes. A table with open places
 * (Knuth, vol. 3, 6.4, algorithm L) holds the number of the text that lies there.
 */
export function countTexts(column: TextCells, most: number): TextCounts {
  const { bytes, starts } = column;
  const rows = starts.length - 1;
  const size = tableSize(Math.min(rows, most + 1));
  const places = new Int32Array(size).fill(FREE);
  const [firstRows, counts] = [new Int32Array(size / 2), new Int32Array(size / 2)];
  let distinct = 0;
  for (let row = 0; row < rows; row++) {
    const [from, to] = [starts[row]!, starts[row + 1]!];
    if (from === to) continue;
    let place = hashBytes(bytes, from, to) & (size - 1);
    while (places[place] !== FREE && !isSameText(column, firstRows[places[place]!]!, row)) {
      place = (place + 1) & (size - 1);
    }
    if (places[place] === FREE) {
      if (distinct === most) return { distinct: null, firstRows, counts };
      places[place] = distinct;
      firstRows[distinct] = row;
      distinct += 1;
    }
    counts[places[place]!]! += 1;
  }
  return { distinct, firstRows: firstRows.subarray(0, distinct), counts: counts.subarray(0, distinct) };
}

/** A power of two with at least twice as many places as entries. */
function tableSize(entries: number): number {
  return Math.max(SMALLEST_TABLE, 2 ** Math.ceil(Math.log2(2 * entries + 2)));
}

/** FNV-1a, 32 bits. */
function hashBytes(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let k = from; k < to; k++) hash = Math.imul(hash ^ bytes[k]!, 0x01000193);
  return hash ^ (hash >>> 15);
}

function isSameText({ bytes, starts }: TextCells, one: number, other: number): boolean {
  const [a, b] = [starts[one]!, starts[other]!];
  const length = starts[one + 1]! - a;
  if (starts[other + 1]! - b !== length) return false;
  for (let k = 0; k < length; k++) if (bytes[a + k] !== bytes[b + k]) return false;
  return true;
}
