import type { FloatArray } from '../../core/float-array.ts';

/**
 * Brings both running means of Adam's family up to date, m ← β₁·m + (1 − β₁)·g and v ← β₂·v + (1 − β₂)·g², and hands over
 * each parameter's.
 *
 * Shapes: slots m and v, gradients g are [P]; from `first` on the coefficients β₁, 1 − β₁, β₂, 1 − β₂.
 * Source: Kingma & Ba 2015, alg. 1.
 */
export function updateMoments(
  slots: readonly FloatArray[],
  gradients: FloatArray,
  coefficients: Float64Array,
  first: number,
  take: (k: number, m: number, v: number, g: number) => void,
): void {
  const beta1 = coefficients[first]!;
  const rest1 = coefficients[first + 1]!;
  const beta2 = coefficients[first + 2]!;
  const rest2 = coefficients[first + 3]!;
  const [means, squares] = [slots[0]!, slots[1]!];
  for (let k = 0; k < gradients.length; k++) {
    const g = gradients[k]!;
    const m = beta1 * means[k]! + rest1 * g;
    const v = beta2 * squares[k]! + rest2 * g * g;
    means[k] = m;
    squares[k] = v;
    take(k, m, v, g);
  }
}
