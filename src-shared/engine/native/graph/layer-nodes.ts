import type { Operators } from './operators.ts';

/** What goes from layer to layer: [units, N] if samples are contiguous, else row after row, [N, units]. */
export interface Signal {
  readonly value: string;
  readonly units: number;
  readonly isByRows: boolean;
}

/** What a layer's nodes are made with. */
export interface LayerGraph {
  readonly o: Operators;
  readonly input: Signal;
  /** Values of the layer's own parameters, in the order of the flat array. */
  readonly parameters: readonly string[];
  /** N. */
  readonly rows: number;
}

/** What comes back through a layer. */
export interface Backward {
  /** ∂L/∂θ of its parameters, in their order and with their dims. */
  readonly gradients: readonly string[];
  /** ∂L/∂(its input), as the input lies; null where it was not asked for. */
  readonly dInput: string | null;
}

/** A layer's arithmetic without its activation. */
export interface LayerNodes {
  /** Pre-activations Z. */
  readonly output: Signal;
  /** dZ, as Z lies → gradients. `wantsInput`: whether anybody trains before this layer. */
  readonly backward: (dZ: string, wantsInput: boolean) => Backward;
}

/**
 * The same values with samples contiguous.
 *
 * Shapes: [units, N].
 * Source: the definition of a transpose.
 */
export function byUnits(o: Operators, { value, units, isByRows }: Signal): Signal {
  return { value: isByRows ? o.transpose(value) : value, units, isByRows: false };
}
