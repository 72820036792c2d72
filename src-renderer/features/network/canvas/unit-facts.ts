import { formatNumber } from '@shared/core/text.ts';
import type { LayerShape } from '@shared/model/network.ts';
import type { NetworkWeights } from './edge-weights.ts';
import type { UnitPlace } from './scene.ts';
import type { UnitValues } from './unit-values.ts';

/** Weights of one unit that are told one by one. */
const MOST_WEIGHTS = 8;

/** What can be told of a unit: a title, its value, and its weights, largest first. */
export interface UnitFacts {
  readonly title: string;
  readonly value: string | null;
  readonly weights: readonly { readonly from: string; readonly value: string }[];
  readonly moreWeights: number;
}

/** The facts of the network that a picture shows. */
export interface Facts {
  readonly shapes: readonly LayerShape[];
  readonly inputs: readonly string[];
  readonly targets: readonly string[];
  readonly weights: NetworkWeights | null;
  readonly values: readonly UnitValues[] | null;
}

export function unitFacts(facts: Facts, { column, unit }: UnitPlace): UnitFacts {
  const weights = weightsOf(facts, column, unit);
  const told = weights.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, MOST_WEIGHTS);
  return {
    title: titleOf(facts, column, unit),
    value: valueOf(facts.values?.[column], unit),
    weights: told.map(({ from, weight }) => ({ from, value: formatNumber(weight) })),
    moreWeights: weights.length - told.length,
  };
}

function weightsOf(facts: Facts, column: number, unit: number): { from: string; weight: number }[] {
  const matrix = column === 0 ? null : (facts.weights?.[column - 1] ?? null);
  const shape = facts.shapes[column - 1];
  // Of large layers only means are known.
  if (matrix === null || matrix.rows !== shape?.units || matrix.columns !== shape.inputs) return [];
  return Array.from({ length: matrix.columns }, (_, k) => ({
    from: column === 1 ? (facts.inputs[k] ?? '') : `unit ${String(k + 1)}`,
    weight: matrix.values[unit * matrix.columns + k]!,
  }));
}

function titleOf({ shapes, inputs, targets }: Facts, column: number, unit: number): string {
  if (column === 0) return `Input ${inputs[unit] ?? ''}`;
  if (column === shapes.length) return `Output ${targets[unit] ?? ''}`;
  return `Layer ${String(column)}, unit ${String(unit + 1)}`;
}

/** Of one row the value, of several where they lie. */
function valueOf(values: UnitValues | undefined, unit: number): string | null {
  if (values === undefined) return null;
  const all = Array.from({ length: values.rows }, (_, row) => values.values[row * values.units + unit]!);
  if (all.length === 1) return formatNumber(all[0]!);
  return `${formatNumber(Math.min(...all))} to ${formatNumber(Math.max(...all))}`;
}
