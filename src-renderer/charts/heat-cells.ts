import type { Drawing } from './svg-context.ts';

/** Pixels: between which each column and each row lies, from left to right and from bottom to top. */
interface CellEdges {
  /** [columns + 1] */
  readonly x: ArrayLike<number>;
  /** [rows + 1] */
  readonly y: ArrayLike<number>;
}

/** Cells show a seam between them unless each reaches a little over its neighbours. */
const SEAM = 0.5;

/**
 * A grid of coloured cells. Neighbours in a column that have the same colour are one rectangle, so that a smooth picture takes
 * a few thousand strokes, on the screen and in a file. `colorAt` null: the cell stays empty.
 */
export function paintCells(
  context: Drawing,
  { x, y }: CellEdges,
  colorAt: (column: number, row: number) => string | null,
): void {
  const rows = y.length - 1;
  for (let column = 0; column + 1 < x.length; column++) {
    const left = x[column]!;
    const width = x[column + 1]! - left + (column + 2 < x.length ? SEAM : 0);
    let from = 0;
    let color = colorAt(column, 0);
    for (let row = 1; row <= rows; row++) {
      const next = row === rows ? undefined : colorAt(column, row);
      if (next === color) continue;
      if (color !== null) {
        const top = y[row]! - (row === rows ? 0 : SEAM);
        context.fillStyle = color;
        context.fillRect(left, top, width, y[from]! - top);
      }
      from = row;
      color = next ?? null;
    }
  }
}

/** Even edges from `start` to `end`, which may be the smaller one; on whole pixels, so that no cell is blurred. */
export function evenEdges(start: number, end: number, cells: number): Float64Array {
  return Float64Array.from({ length: cells + 1 }, (_, k) => Math.round(start + ((end - start) * k) / cells));
}

/** Whole pixels halfway between neighbouring places, the outer edges at the ends. One place alone fills all the room. */
export function edgesBetween(places: readonly number[], start: number, end: number): Float64Array {
  const last = places.length - 1;
  return Float64Array.from({ length: places.length + 1 }, (_, k) => {
    if (k === 0) return start;
    return k > last ? end : Math.round((places[k - 1]! + places[k]!) / 2);
  });
}
