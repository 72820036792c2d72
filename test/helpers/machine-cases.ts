import { type FloatArray, type Precision, toPrecision } from '@shared/core/float-array.ts';
import { Random } from '@shared/core/random.ts';
import type { MachineSetup, TrainingPart } from '@shared/engine/machine.ts';
import { coefficientWriter, updateRule } from '@shared/engine/optimizers/optimizer.ts';
import type { Activation, UnitActivation } from '@shared/model/activations.ts';
import type { Layer } from '@shared/model/layer-catalog.ts';
import { layerShapes, parameterCount } from '@shared/model/network.ts';
import type { FirstOrderOptimizer, Loss } from '@shared/model/training-catalog.ts';

/** Numbers of inputs I, targets T and training rows N. */
export interface Sizes {
  readonly I: number;
  readonly T: number;
  readonly N: number;
}

export interface MachineCase {
  readonly layers: readonly Layer[];
  readonly output?: Partial<{ activation: Activation; l1: number; l2: number }>;
  readonly loss?: Loss;
  readonly sizes: Sizes;
  readonly isWeighted?: boolean;
  readonly precision?: Precision;
  /** Decides data, parameters and dropout masks. */
  readonly seed: number;
}

export function dense(units: number, activation: UnitActivation = 'tanh', l1 = 0, l2 = 0): Layer {
  return { type: 'dense', units, activation, l1, l2 };
}

/** A machine's setup on drawn data that suit the loss: classes for the cross-entropies. One step takes all rows. */
export function machineSetup(machineCase: MachineCase): MachineSetup {
  const { layers, output, loss = 'mse', sizes, precision = 'float64', seed } = machineCase;
  const train = drawPart(sizes, loss, precision, new Random(seed, 'rows'), machineCase.isWeighted ?? false);
  return {
    shapes: layerShapes(
      { layers: [...layers], output: { activation: outputFor(loss), l1: 0, l2: 0, ...output } },
      sizes.I,
      sizes.T,
    ),
    precision,
    lossSettings: { loss, huberDelta: 0.7 },
    optimizer: null,
    clipping: null,
    batchRows: sizes.N,
    seed,
    parts: { train, validation: null, test: null },
  };
}

function outputFor(loss: Loss): Activation {
  if (loss === 'binary-cross-entropy') return 'sigmoid';
  return loss === 'softmax-cross-entropy' ? 'softmax' : 'linear';
}

/** Parameters for such a machine, none of them at a place of its own such as 0. */
export function drawParameters(setup: MachineSetup, random: Random): FloatArray {
  const length = parameterCount(setup.shapes);
  return toPrecision(
    setup.precision,
    Array.from({ length }, () => 0.8 * random.normal()),
  );
}

function drawPart(
  { I, T, N }: Sizes,
  loss: Loss,
  precision: Precision,
  random: Random,
  isWeighted: boolean,
): TrainingPart {
  const draw = (length: number, next: () => number) => toPrecision(precision, Array.from({ length }, next));
  const normal = () => random.normal();
  const inputs = draw(I * N, normal);
  const targets =
    loss === 'softmax-cross-entropy' ? oneHot(T, N, random) : Array.from({ length: T * N }, normal);
  const isClass = loss === 'binary-cross-entropy';
  return {
    rows: N,
    inputs,
    targets: toPrecision(precision, isClass ? targets.map((y) => (y > 0 ? 1 : 0)) : targets),
    weights: isWeighted ? draw(N, () => 0.5 + random.uniform()) : null,
  };
}

/** A one in a drawn class of each row: [T, N]. */
function oneHot(T: number, N: number, random: Random): number[] {
  const targets = Array.from({ length: T * N }, () => 0);
  for (let n = 0; n < N; n++) targets[random.below(T) * N + n] = 1;
  return targets;
}

/** The coefficients of so many steps, from step `firstStep` on, at the optimizer's own rate. */
export function coefficientsOf(
  optimizer: FirstOrderOptimizer,
  firstStep: number,
  steps: number,
): Float64Array {
  const write = coefficientWriter(optimizer, firstStep);
  const K = updateRule(optimizer.type).coefficientCount;
  const coefficients = new Float64Array(K * steps);
  for (let s = 0; s < steps; s++) write(firstStep + s + 1, optimizer.learningRate, coefficients, s * K);
  return coefficients;
}
