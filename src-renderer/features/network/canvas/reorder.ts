import { type Column, slotCentres } from './layout.ts';

/** Where columns stand while some of them are dragged. */
export interface Arrangement {
  /** Column indices from left to right, as they would be after letting go. */
  readonly order: readonly number[];
  /** By column index: centre in world pixels. */
  readonly centres: readonly number[];
}

/** As they stand when nothing is dragged. */
export function atRest(columns: readonly Column[]): Arrangement {
  return { order: columns.map(({ index }) => index), centres: columns.map(({ x }) => x) };
}

/**
 * Where the dragged layers would go: how many of the other hidden layers stand left of their middle, which has moved by
 * `dx` world pixels. Layers are places among the hidden ones; column k + 1 is layer k.
 */
export function dropPlace(columns: readonly Column[], dragged: readonly number[], dx: number): number {
  const places = dragged.map((layer) => columns[layer + 1]!.x + dx);
  const middle = places.reduce((sum, x) => sum + x, 0) / Math.max(1, places.length);
  const others = columns.slice(1, -1).filter(({ index }) => !dragged.includes(index - 1));
  return others.filter((column, rank) => centreWithout(columns, dragged, column, rank) < middle).length;
}

/** Centre of a column, halfway between where it is and where it would be if the dragged ones were gone. */
function centreWithout(
  columns: readonly Column[],
  dragged: readonly number[],
  column: Column,
  rank: number,
): number {
  const stay = columns.filter(({ index }) => !dragged.includes(index - 1));
  const centres = slotCentres(stay.map(({ slot }) => slot));
  const gone = (columns.at(-1)?.x ?? 0) - (centres.at(-1) ?? 0);
  return (centres[rank + 1] ?? column.x) + gone / 2;
}

/** The columns as they would stand if the dragged layers were let go at `place` among the others. */
export function arranged(columns: readonly Column[], dragged: readonly number[], place: number): Arrangement {
  const hidden = columns.slice(1, -1).map(({ index }) => index);
  const moving = hidden.filter((index) => dragged.includes(index - 1));
  const others = hidden.filter((index) => !dragged.includes(index - 1));
  const order = [0, ...others.toSpliced(place, 0, ...moving), columns.length - 1];
  const inLine = slotCentres(order.map((index) => columns[index]!.slot));
  const centres = columns.map(({ index }) => inLine[order.indexOf(index)]!);
  return { order, centres };
}

/** The gap that a place among the other layers is: in front of which of all hidden layers, as `moveLayers` counts. */
export function gapAt(dragged: readonly number[], place: number, count: number): number {
  const others = Array.from({ length: count }, (_, k) => k).filter((layer) => !dragged.includes(layer));
  return others[place] ?? count;
}
