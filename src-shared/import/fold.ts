import type { Scale } from './foreign-model.ts';

/** Weights of a dense layer: [units][inputs]. */
export type Matrix = number[][];

interface Affine {
  readonly W: Matrix;
  readonly b: number[];
}

/** z = W·((x − shift) / scale) + b as one dense layer over x. W [O][I], b [O], one scale for each input. */
export function foldedBefore(W: Matrix, b: readonly number[], scaling: readonly Scale[]): Affine {
  const folded = W.map((row) => row.map((weight, i) => weight / scaling[i]!.scale));
  const bias = b.map((own, o) => {
    let sum = own;
    folded[o]!.forEach((weight, i) => (sum -= weight * scaling[i]!.shift));
    return sum;
  });
  return { W: folded, b: bias };
}

/** (W·x + b − shift) / scale as one dense layer over x, one scale for each unit. */
export function foldedAfter({ W, b }: Readonly<Affine>, scaling: readonly Scale[]): Affine {
  return {
    W: W.map((row, o) => row.map((weight) => weight / scaling[o]!.scale)),
    b: b.map((own, o) => (own - scaling[o]!.shift) / scaling[o]!.scale),
  };
}

/** (γ·x + β − shift) / scale as another γ and β, one scale for each unit. */
export function foldedIntoScale(
  { gamma, beta }: { readonly gamma: readonly number[]; readonly beta: readonly number[] },
  scaling: readonly Scale[],
): { gamma: number[]; beta: number[] } {
  return {
    gamma: gamma.map((own, u) => own / scaling[u]!.scale),
    beta: beta.map((own, u) => (own - scaling[u]!.shift) / scaling[u]!.scale),
  };
}

/** A matrix with these numbers from corner to corner, else 0. */
export function diagonal(values: readonly number[]): Matrix {
  return values.map((value, o) => values.map((_, i) => (i === o ? value : 0)));
}

/** [I][O] → [O][I]: most programs write the weights of an input in one row, Ninestep those of a unit. */
export function transposed(rows: readonly (readonly number[])[], columns: number): Matrix {
  return Array.from({ length: columns }, (_, o) => rows.map((row) => row[o]!));
}
