import type { Clipping } from '../../../model/training-catalog.ts';
import type { Operators } from './operators.ts';

interface Clipped {
  readonly gradients: readonly string[];
  /** A number that is finite only if what was clipped was, and the norm of it; null where nothing can be lost. */
  readonly check: string | null;
}

/**
 * Limits the gradient, all tensors of it together.
 *
 * Shapes: any; each comes back in its own.
 * Source: `clipGradients`. Clipping hides what is not a number, and a norm that overflows makes all gradients 0: the check
 * tells.
 */
export function clipNodes(o: Operators, gradients: readonly string[], clipping: Clipping | null): Clipped {
  if (clipping === null) return { gradients, check: null };
  const { by, limit } = clipping;
  const squares = gradients.map((g) => o.sumOfSquares(g)).reduce((sum, next) => o.add(sum, next));
  if (by === 'value') return { gradients: gradients.map((g) => o.clip(g, -limit, limit)), check: squares };
  const norm = o.add(o.squareRoot(squares), 1e-6);
  const factor = o.smaller(o.divide(limit, norm), 1);
  return { gradients: gradients.map((g) => o.multiply(g, factor)), check: squares };
}
