import { formatCount } from '@shared/core/text.ts';
import type { LayerShape } from '@shared/model/network.ts';

/** What comes of letting a residual connection go at a column: what it joins, or why it cannot. */
export type ResidualEnds =
  | { readonly ok: true; readonly from: number; readonly to: number }
  | { readonly ok: false; readonly problem: string };

/**
 * Joins two columns, whichever was taken first. Columns: 0 the inputs, k layer k. What comes out of the first is added to
 * what comes out of the second, so both must give equally many values, and the second must be a hidden layer.
 */
export function residualEnds(shapes: readonly LayerShape[], a: number, b: number): ResidualEnds {
  const from = Math.min(a, b);
  const to = Math.max(a, b);
  if (from === to) return { ok: false, problem: 'Drag to a layer further on.' };
  if (to >= shapes.length) {
    return { ok: false, problem: 'Nothing can be added to the answers. Drag to a hidden layer.' };
  }
  const given = widthOf(shapes, from);
  const taken = widthOf(shapes, to);
  if (given === taken) return { ok: true, from, to };
  return {
    ok: false,
    problem:
      `${nameOf(from)} gives ${valuesText(given)}, ${nameOf(to).toLowerCase()} gives ${valuesText(taken)}. ` +
      'A residual connection adds them, so make both equally wide.',
  };
}

/** How many values come out of a column. */
function widthOf(shapes: readonly LayerShape[], column: number): number {
  return column === 0 ? (shapes[0]?.inputs ?? 0) : (shapes[column - 1]?.units ?? 0);
}

function nameOf(column: number): string {
  return column === 0 ? 'The input' : `Layer ${String(column)}`;
}

function valuesText(count: number): string {
  return count === 1 ? '1 value' : `${formatCount(count)} values`;
}
