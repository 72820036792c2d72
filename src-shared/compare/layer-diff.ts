import { layerCatalog } from '../model/layer-catalog.ts';
import type { LayerShape } from '../model/network.ts';
import type { FieldTable } from '../model/fields.ts';

/** A setting of a layer that differs, by its name in the catalog. */
export interface LayerChange {
  name: string;
  label: string;
  from: string | number;
  to: string | number;
}

/** One line of two networks side by side. Kept layers may still have other shapes, as what comes in is as wide as before. */
export type LayerStep =
  | { kind: 'kept' | 'changed'; a: LayerShape; b: LayerShape; changes: readonly LayerChange[] }
  | { kind: 'removed'; a: LayerShape; b: null; changes: readonly [] }
  | { kind: 'added'; a: null; b: LayerShape; changes: readonly [] };

/** What adding or removing a layer costs. Changing one is always cheaper than removing and adding it. */
const GAP = 1;

/**
 * How network A becomes network B with the fewest edits: layers kept, changed, removed or added. The output layers, the
 * last ones, always belong together. Among equally short ways the one with the fewest changed settings is taken.
 *
 * Shapes: a and b are the layers with their sizes, the output last, as `layerShapes` gives them.
 * Source: Wagner & Fischer 1974, "The String-to-String Correction Problem", with layers as characters.
 */
export function layerDiff(a: readonly LayerShape[], b: readonly LayerShape[]): LayerStep[] {
  const [hiddenA, hiddenB] = [a.slice(0, -1), b.slice(0, -1)];
  const steps = traceBack(hiddenA, hiddenB, costsOf(hiddenA, hiddenB));
  const [outA, outB] = [a.at(-1), b.at(-1)];
  return outA === undefined || outB === undefined ? steps : [...steps, together(outA, outB)];
}

/** costs[i][j]: the least that the first i layers of A cost to become the first j of B. */
function costsOf(a: readonly LayerShape[], b: readonly LayerShape[]): number[][] {
  const costs = [b.length === 0 ? [0] : Array.from({ length: b.length + 1 }, (_, j) => j * GAP)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i * GAP];
    const above = costs[i - 1]!;
    for (let j = 1; j <= b.length; j++) {
      row.push(
        Math.min(above[j - 1]! + changeCost(a[i - 1]!, b[j - 1]!), above[j]! + GAP, row[j - 1]! + GAP),
      );
    }
    costs.push(row);
  }
  return costs;
}

function traceBack(a: readonly LayerShape[], b: readonly LayerShape[], costs: number[][]): LayerStep[] {
  const steps: LayerStep[] = [];
  let [i, j] = [a.length, b.length];
  while (i > 0 || j > 0) {
    const cost = costs[i]![j]!;
    const isMatch = i > 0 && j > 0 && cost === costs[i - 1]![j - 1]! + changeCost(a[i - 1]!, b[j - 1]!);
    if (isMatch) steps.push(together(a[--i]!, b[--j]!));
    else if (i > 0 && cost === costs[i - 1]![j]! + GAP)
      steps.push({ kind: 'removed', a: a[--i]!, b: null, changes: [] });
    else steps.push({ kind: 'added', a: null, b: b[--j]!, changes: [] });
  }
  return steps.reverse();
}

/** 0 for the same layer; between one and two gaps for a changed one, by the share of its settings; never for another kind. */
function changeCost(a: LayerShape, b: LayerShape): number {
  if (a.type !== b.type) return Infinity;
  const changed = changesOf(a, b).length;
  return changed === 0 ? 0 : GAP + (changed / (Object.keys(fieldsOf(a)).length + 1)) * GAP;
}

function together(a: LayerShape, b: LayerShape): LayerStep {
  const changes = changesOf(a, b);
  return { kind: changes.length === 0 ? 'kept' : 'changed', a, b, changes };
}

function changesOf(a: LayerShape, b: LayerShape): LayerChange[] {
  const values = (shape: LayerShape) => shape as unknown as Readonly<Record<string, string | number>>;
  return Object.entries(fieldsOf(a)).flatMap(([name, { label }]) => {
    const [from, to] = [values(a)[name]!, values(b)[name]!];
    return from === to ? [] : [{ name, label, from, to }];
  });
}

function fieldsOf(shape: LayerShape): FieldTable {
  return layerCatalog[shape.type].fields;
}
