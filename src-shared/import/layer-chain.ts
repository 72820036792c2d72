import type { Precision } from '../core/float-array.ts';
import { LIMITS } from '../core/limits.ts';
import { formatCount } from '../core/text.ts';
import type { Activation } from '../model/activations.ts';
import { layerCatalog } from '../model/layer-catalog.ts';
import type { ModelDense, ModelLayer } from '../model/model-file.ts';
import { refuseLayer, type Scale } from './foreign-model.ts';
import { diagonal, foldedAfter, foldedBefore, foldedIntoScale, type Matrix } from './fold.ts';

/** The slope of Ninestep's leaky ReLU. */
const LEAK = 0.01;

/** Where in the chain a value stands: after so many layers. */
export type Place = number;

interface Normalization {
  readonly gamma: number[];
  readonly beta: number[];
  readonly epsilon: number;
}

interface BatchStatistics extends Normalization {
  readonly mean: number[];
  readonly variance: number[];
}

/** Layers that end with weights of their own for each unit. */
type Foldable = Extract<ModelLayer, { activation: Activation }>;

/** What a chain comes to. */
export interface FinishedChain {
  readonly layers: ModelLayer[];
  /** How raw inputs become what the first layer takes, and its answers raw outputs. */
  readonly inputs: readonly Scale[];
  readonly outputs: readonly Scale[];
  readonly read: readonly string[];
}

/**
 * The steps of a foreign network, one after the other → Ninestep's layers that compute the same. Each step takes what the one
 * before gave. Number by number scaling becomes the transform of inputs and outputs where it stands at an end, and else goes
 * into the weights beside it; what stands alone (an activation behind a sum) gets a dense layer that leaves every value as it is.
 */
export class LayerChain {
  private readonly layers: ModelLayer[] = [];
  private readonly dtype: Precision;
  private readonly inputs: Scale[];
  private readonly read = new Set<string>();
  /** Scaling (x − shift) / scale of every unit that no layer does yet. */
  private pending: Scale[] | null = null;
  /** A later step needs the value after so many layers, so that nothing may be folded into what gave it. */
  private needed = new Set<Place>();
  private madeUp = 0;
  width: number;

  constructor(width: number, dtype: Precision) {
    this.width = width;
    this.dtype = dtype;
    this.inputs = Array.from({ length: width }, () => ({ shift: 0, scale: 1 }));
  }

  /** y = x + by, unit by unit. */
  add(by: readonly number[]): void {
    this.pending = this.scaling().map(({ shift, scale }, u) => ({ shift: shift - by[u]! * scale, scale }));
  }

  /** y = x / by, unit by unit; `by` is never 0. */
  divide(by: readonly number[]): void {
    this.pending = this.scaling().map(({ shift, scale }, u) => ({ shift, scale: scale * by[u]! }));
  }

  /** y = x · by, unit by unit. */
  multiply(by: readonly number[]): void {
    const isInvertible = by.every((factor) => Number.isFinite(1 / factor));
    if (isInvertible) this.divide(by.map((factor) => 1 / factor));
    else {
      this.requireRoom(by.length ** 2, 'Scaling by 0');
      this.dense(
        diagonal(by),
        by.map(() => 0),
      );
    }
  }

  /** z = W·x + b; W [units][inputs], b [units]. */
  dense(W: Matrix, b: readonly number[]): void {
    const isAtInputs = this.layers.length === 0 && !this.needed.has(0);
    if (isAtInputs || this.foldable() !== null) this.settle();
    const scaling = this.pending;
    this.pending = null;
    const folded = scaling === null ? { W, b } : foldedBefore(W, b, scaling);
    if (scaling !== null)
      this.read.add('Scaling between layers was taken into the weights of the layer behind it.');
    this.pushDense(folded.W, folded.b);
  }

  activate(activation: Activation): void {
    if (activation === 'linear') return;
    this.settle();
    const last = this.layers.at(-1);
    const isFree = last !== undefined && 'activation' in last && last.activation === 'linear';
    if (
      !isFree ||
      this.needed.has(this.layers.length) ||
      (activation === 'softmax' && last.type !== 'dense')
    ) {
      this.pass('An activation that stands alone');
    }
    const layer = this.layers.at(-1) as ModelDense;
    this.layers[this.layers.length - 1] = { ...layer, activation };
  }

  /**
   * y = x for x > 0, else slope·x, unit by unit. Where a slope is not that of Ninestep's own leaky ReLU, as the difference of two
   * ReLUs: relu(x) − slope·relu(−x).
   */
  leaky(slopes: readonly number[]): void {
    if (slopes.every((slope) => Math.fround(slope) === Math.fround(LEAK))) {
      this.activate('leaky-relu');
      return;
    }
    this.requireRoom(2 * this.width * this.width, 'A leaky ReLU with a slope of its own');
    const ones = slopes.map(() => 1);
    const zeros = slopes.map(() => 0);
    this.dense([...diagonal(ones), ...diagonal(slopes.map(() => -1))], [...zeros, ...zeros]);
    this.activate('relu');
    const away = diagonal(slopes);
    this.dense(
      diagonal(ones).map((row, u) => [...row, ...away[u]!.map((slope) => -slope)]),
      zeros,
    );
    this.read.add('Leaky ReLU with a slope of its own became two dense layers: relu(x) − slope · relu(−x).');
  }

  /** Before the first layer it is scaling like any other. */
  batchNormalization(given: BatchStatistics): void {
    if (this.layers.length === 0 && !this.needed.has(0)) {
      this.scaleAs(given);
      return;
    }
    this.settle();
    const { gamma, beta, mean } = given;
    const { epsilon, variance } = withinLimits(given);
    const { dtype } = this;
    const type = 'batch-normalization';
    this.layers.push({ type, activation: 'linear', dtype, epsilon, gamma, beta, mean, variance });
  }

  private scaleAs({ gamma, beta, mean, variance, epsilon }: BatchStatistics): void {
    this.add(mean.map((own) => -own));
    this.divide(variance.map((own) => Math.sqrt(own + epsilon)));
    this.multiply(gamma);
    this.add(beta);
  }

  layerNormalization({ gamma, beta, epsilon }: Normalization): void {
    this.settle();
    const { dtype } = this;
    this.layers.push({ type: 'layer-normalization', activation: 'linear', dtype, epsilon, gamma, beta });
  }

  dropout(rate: number): void {
    this.settle();
    this.layers.push({ type: 'dropout', rate });
  }

  /** Keeps the present value for a later sum. */
  mark(): Place {
    this.settle();
    this.needed.add(this.layers.length);
    return this.layers.length;
  }

  /** y = x + what stood at `place`, which is as wide. */
  residual(place: Place): void {
    this.settle();
    const over = this.layers.length - place;
    if (over === 0) this.multiply(Array.from({ length: this.width }, () => 2));
    else this.layers.push({ type: 'residual', over });
  }

  /** `at` names the file's end in messages. */
  finish(at: string): FinishedChain {
    this.takeLastNormalization();
    const outputs = this.takeOutputs();
    if (this.layers.at(-1)?.type !== 'dense') this.pass('The last step, which is no dense layer,');
    const { layers, inputs, read } = this;
    const hidden = layers.findIndex(
      (layer, k) => 'activation' in layer && layer.activation === 'softmax' && k < layers.length - 1,
    );
    if (hidden !== -1) {
      refuseLayer(at, 'Softmax stands before other layers. Ninestep has softmax at the output alone.');
    }
    return { layers, inputs, outputs, read: [...read] };
  }

  /** Batch normalisation behind everything else is scaling of the outputs. */
  private takeLastNormalization(): void {
    const last = this.layers.at(-1);
    if (this.pending !== null || last?.type !== 'batch-normalization' || last.activation !== 'linear') return;
    if (this.needed.has(this.layers.length)) return;
    this.layers.pop();
    this.scaleAs(last);
  }

  /** Scaling behind a linear output becomes the transform of the outputs. */
  private takeOutputs(): Scale[] {
    const { pending } = this;
    if (pending === null || this.foldable()?.type !== 'dense') {
      this.settle();
      return Array.from({ length: this.width }, () => ({ shift: 0, scale: 1 }));
    }
    this.pending = null;
    this.read.add('Scaling behind the last layer became the transform of the outputs.');
    return pending.map(({ shift, scale }) => ({ shift: -shift / scale, scale: 1 / scale }));
  }

  /** Has pending scaling done: by the inputs' transforms, by the dense layer before it, or by a layer of its own. */
  private settle(): void {
    const { pending } = this;
    if (pending === null) return;
    this.pending = null;
    if (this.layers.length === 0 && !this.needed.has(0)) {
      this.read.add('Scaling before the first layer became the transform of the inputs.');
      pending.forEach((scale, i) => (this.inputs[i] = composed(this.inputs[i]!, scale)));
      return;
    }
    const last = this.foldable();
    if (last === null) {
      this.requireRoom(pending.length ** 2, 'Scaling that stands alone');
      const unit = diagonal(pending.map(({ scale }) => 1 / scale));
      this.read.add('Scaling that stands alone became a dense layer of its own.');
      this.pushDense(
        unit,
        pending.map(({ shift, scale }) => -shift / scale),
      );
      return;
    }
    this.read.add('Scaling between layers was taken into the weights of the layer before it.');
    this.layers[this.layers.length - 1] =
      last.type === 'dense'
        ? { ...last, ...foldedAfter(last, pending) }
        : { ...last, ...foldedIntoScale(last, pending) };
  }

  /** The last layer, where scaling can go into its weights. */
  private foldable(): Foldable | null {
    const last = this.layers.at(-1);
    const isOpen = last !== undefined && 'activation' in last && last.activation === 'linear';
    return isOpen && !this.needed.has(this.layers.length) ? last : null;
  }

  private scaling(): readonly Scale[] {
    return this.pending ?? Array.from({ length: this.width }, () => ({ shift: 0, scale: 1 }));
  }

  /** A dense layer that leaves every value as it is. */
  private pass(reason: string): void {
    this.requireRoom(this.width * this.width, reason);
    this.read.add(
      `${reason} got a dense layer of ${formatCount(this.width)} units that passes its values on.`,
    );
    const ones = Array.from({ length: this.width }, () => 1);
    this.pushDense(
      diagonal(ones),
      ones.map(() => 0),
    );
  }

  /** Layers that are made up count, however many there are: a small file must not fill the memory. */
  private requireRoom(parameters: number, what: string): void {
    this.madeUp += parameters;
    if (this.madeUp <= LIMITS.parameters) return;
    refuseLayer(
      `layer ${String(this.layers.length + 1)}`,
      `${what} would need a layer of ${formatCount(parameters)} parameters here, more than Ninestep holds.`,
    );
  }

  private pushDense(W: Matrix, b: readonly number[]): void {
    const shape: [number, number] = [W.length, this.width];
    this.layers.push({ type: 'dense', activation: 'linear', shape, dtype: this.dtype, W, b: [...b] });
    this.width = W.length;
  }
}

/** ε as Ninestep takes it, which is never 0; what is added to it is taken off the variance. */
function withinLimits({ variance, epsilon }: BatchStatistics): Pick<BatchStatistics, 'variance' | 'epsilon'> {
  const { min, max } = layerCatalog['batch-normalization'].fields.epsilon;
  const own = Math.min(Math.max(epsilon, min), max);
  return { epsilon: own, variance: variance.map((value) => Math.max(0, value + (epsilon - own))) };
}

/** First `inner`, then `outer`. */
function composed(inner: Scale, outer: Scale): Scale {
  return { shift: inner.shift + outer.shift * inner.scale, scale: inner.scale * outer.scale };
}
