import type { ScalarFunction } from './scalar-functions.ts';
import type { Matrix } from '../fold.ts';

/** What a graph does to its values, one step a line of Ninestep's own way of computing. */
export type Step = { readonly at: string; readonly to: string } & (
  | { readonly kind: 'dense'; readonly from: string; readonly W: Matrix; readonly b: number[] | null }
  | {
      readonly kind: 'affine';
      readonly from: string;
      readonly act: 'add' | 'multiply' | 'divide';
      readonly by: readonly number[];
    }
  | {
      readonly kind: 'scaler';
      readonly from: string;
      readonly offset: readonly number[];
      readonly scale: readonly number[];
    }
  | {
      readonly kind: 'function';
      readonly from: string;
      readonly f: ScalarFunction;
      readonly operators: string;
    }
  | { readonly kind: 'leaky'; readonly from: string; readonly slopes: readonly number[] }
  | { readonly kind: 'softmax' | 'pass'; readonly from: string }
  | {
      readonly kind: 'batch-normalization';
      readonly from: string;
      readonly gamma: number[];
      readonly beta: number[];
      readonly mean: number[];
      readonly variance: number[];
      readonly epsilon: number;
    }
  | {
      readonly kind: 'layer-normalization';
      readonly from: string;
      /** Null: 1 for all, and 0. */
      readonly gamma: number[] | null;
      readonly beta: number[] | null;
      readonly epsilon: number;
    }
  | { readonly kind: 'sum'; readonly a: string; readonly b: string }
  | {
      readonly kind: 'join';
      readonly from: readonly { readonly input: string; readonly f: ScalarFunction | null }[];
    }
);

/** The values that a step takes. */
export function takenBy(step: Step): readonly string[] {
  if (step.kind === 'sum') return [step.a, step.b];
  return step.kind === 'join' ? [] : [step.from];
}
