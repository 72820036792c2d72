import type { Penalties } from '../../../layers/penalties.ts';
import type { LayerGraph, LayerNodes } from '../layer-nodes.ts';
import type { Operators } from '../operators.ts';

/** A dense layer's sizes and settings, and whether its answers lie row after row. */
export interface DenseSettings extends Penalties {
  readonly units: number;
  readonly isByRows: boolean;
}

/**
 * Dense layer as matrix products, none of which needs a transposed copy of anything:
 *   Z = W·A + b,   dW = dZ·Aᵀ + λ₁·sign(W) + λ₂·W,   db = Σₙ dZ,   dA = Wᵀ·dZ
 *
 * Shapes: W [O, I]; A [I, N] or [N, I]; Z and dZ [O, N] or [N, O], as `isByRows` says; b and db [O, 1] or [1, O].
 * Source: the article, steps 6 and 7; penalties as `addPenaltyGradient`.
 */
export function denseNodes(settings: DenseSettings, { o, input, parameters, rows }: LayerGraph): LayerNodes {
  const { units, isByRows } = settings;
  const [W, b] = [parameters[0]!, parameters[1]!];
  const A = input.value;
  const byUnits = () => o.matrixProduct(W, A, { transB: input.isByRows, addend: b });
  const byRows = () => o.matrixProduct(A, W, { transA: !input.isByRows, transB: true, addend: b });
  // The answers of one unit lie alike either way, and a product with one row is the faster one.
  const Z = !isByRows ? byUnits() : units === 1 ? o.reshape(byUnits(), [-1, 1]) : byRows();
  return {
    output: { value: Z, units, isByRows },
    backward(dZ, wantsInput) {
      const dW = o.matrixProduct(dZ, A, {
        transA: isByRows,
        transB: !input.isByRows,
        ...(settings.l2 === 0 ? {} : { addend: W, beta: settings.l2 }),
      });
      const db = isByRows ? o.matrixProduct(o.ones([1, rows]), dZ) : o.sumAlong(dZ, 1);
      const dInput = wantsInput ? inputGradient(dZ) : null;
      return { gradients: [withL1(o, dW, W, settings), db], dInput };
    },
  };

  function inputGradient(dZ: string): string {
    if (input.isByRows) return o.matrixProduct(dZ, W, { transA: !isByRows });
    return o.matrixProduct(W, dZ, { transA: true, transB: isByRows });
  }
}

function withL1(o: Operators, dW: string, W: string, { l1 }: Penalties): string {
  return l1 === 0 ? dW : o.add(dW, o.multiply(o.sign(W), l1));
}
