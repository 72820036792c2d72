import { createFloatArray, type FloatArray, type Precision } from '@shared/core/float-array.ts';
import { Random } from '@shared/core/random.ts';
import { prepareExperiment } from '@shared/data/prepare.ts';
import type { TrainingWork } from '@shared/engine/native/choice.ts';
import type { TrainingSetup } from '@shared/engine/trainer.ts';
import { LIMITS } from '@shared/core/limits.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { defaultsOf } from '@shared/model/fields.ts';
import { layerCatalog } from '@shared/model/layer-catalog.ts';
import {
  type LayerShape,
  layerShapes,
  type Network,
  networkFields,
  outputFields,
} from '@shared/model/network.ts';
import { scheduleCatalog } from '@shared/model/schedule-catalog.ts';
import { optimizerCatalog, type Training, trainingFields } from '@shared/model/training-catalog.ts';
import { exampleExperiments } from '../storage/project-store.ts';
import { trainingSetup } from '../trainer/training-setup.ts';
import { trainingWork } from '../trainer/training-work.ts';

/** Dense ReLU layers on made-up rows, trained by Adam. */
interface SyntheticWorkload {
  readonly inputs: number;
  readonly hidden: readonly number[];
  readonly targets: number;
  readonly rows: number;
  readonly batchSize: number;
  readonly loss: 'mse' | 'softmax-cross-entropy';
}

const SYNTHETIC = {
  'tabular-small': { inputs: 30, hidden: [64, 32], targets: 1, rows: 20_000, batchSize: 32, loss: 'mse' },
  'tabular-batch': { inputs: 30, hidden: [256, 256], targets: 1, rows: 50_000, batchSize: 256, loss: 'mse' },
  digits: {
    inputs: 784,
    hidden: [128],
    targets: 10,
    rows: 10_000,
    batchSize: 128,
    loss: 'softmax-cross-entropy',
  },
  wide: {
    inputs: 784,
    hidden: [512, 512],
    targets: 10,
    rows: 10_000,
    batchSize: 128,
    loss: 'softmax-cross-entropy',
  },
} as const satisfies Record<string, SyntheticWorkload>;

/** Training by first-order steps: what is measured in epochs or samples a second. */
export const TRAINING_WORKLOADS = [
  'article',
  ...(Object.keys(SYNTHETIC) as (keyof typeof SYNTHETIC)[]),
] as const;
export type TrainingWorkload = (typeof TRAINING_WORKLOADS)[number];

const SEED = 1;

/** Network and data of a workload, the same in every run. */
export function workloadSetup(name: TrainingWorkload, precision: Precision): TrainingSetup {
  return name === 'article' ? articleSetup(precision) : syntheticSetup(SYNTHETIC[name], precision);
}

export function isTrainingWorkload(name: string): name is TrainingWorkload {
  return TRAINING_WORKLOADS.some((workload) => workload === name);
}

/** What a workload trains, as far as the choice of a backend asks. */
export function workloadWork(name: TrainingWorkload, precision: Precision): TrainingWork {
  return name === 'article' ? trainingWork(articleIn(precision)) : syntheticWork(SYNTHETIC[name], precision);
}

/** Multiplications and additions for one sample, as they are usually counted: 6 a weight, but no gradient of the inputs. */
export function operationsPerSample(shapes: readonly LayerShape[]): number {
  const weights = (shape: LayerShape) => (shape.type === 'dense' ? shape.inputs * shape.units : 0);
  return 6 * shapes.reduce((sum, shape) => sum + weights(shape), 0) - 2 * weights(shapes[0]!);
}

/** The article's own experiment, as it comes with Ninestep. */
export function articleExperiment(): Experiment {
  return exampleExperiments().find(({ example }) => example === 'article')!.experiment;
}

function articleSetup(precision: Precision): TrainingSetup {
  const experiment = articleIn(precision);
  return trainingSetup(experiment, prepareExperiment(experiment));
}

function articleIn(precision: Precision): Experiment {
  const experiment = articleExperiment();
  return { ...experiment, training: { ...experiment.training, precision } };
}

function syntheticSetup(workload: SyntheticWorkload, precision: Precision): TrainingSetup {
  const { rows, ...work } = syntheticWork(workload, precision);
  return {
    ...work,
    parts: {
      train: { rows, ...syntheticRows(workload, precision), weights: null },
      validation: null,
      test: null,
    },
    targetScales: Array.from({ length: workload.targets }, () => 1),
  };
}

function syntheticWork(workload: SyntheticWorkload, precision: Precision): TrainingWork {
  const { rows, loss, targets, batchSize } = workload;
  const network = reluNetwork(workload);
  const training: Training = {
    ...defaultsOf(trainingFields),
    loss,
    batchSize,
    precision,
    epochs: LIMITS.epochs,
    schedule: { type: 'constant', ...defaultsOf(scheduleCatalog.constant.fields) },
    optimizer: { type: 'adam', ...defaultsOf(optimizerCatalog.adam.fields), learningRate: 0.001 },
  };
  return { network, training, shapes: layerShapes(network, workload.inputs, targets), rows };
}

function reluNetwork({ hidden, loss }: SyntheticWorkload): Network {
  const dense = defaultsOf(layerCatalog.dense.fields);
  return {
    ...defaultsOf(networkFields),
    layers: hidden.map((units) => ({ type: 'dense', ...dense, units, activation: 'relu' })),
    output: { ...defaultsOf(outputFields), activation: loss === 'mse' ? 'linear' : 'softmax' },
  };
}

/** Normal inputs, and targets that can be learned: x₀·x₁ + x₂, or which of the first inputs is the largest. */
function syntheticRows(
  { inputs: I, targets: T, rows: N, loss }: SyntheticWorkload,
  precision: Precision,
): { inputs: FloatArray; targets: FloatArray } {
  const random = new Random(SEED, 'bench');
  const inputs = createFloatArray(precision, I * N).map(() => random.normal());
  const targets = createFloatArray(precision, T * N);
  const x = (i: number, n: number) => inputs[i * N + n]!;
  for (let n = 0; n < N; n++) {
    if (loss === 'mse') targets[n] = x(0, n) * x(1, n) + x(2, n);
    else targets[largest(T, (t) => x(t, n)) * N + n] = 1;
  }
  return { inputs, targets };
}

function largest(count: number, value: (k: number) => number): number {
  let best = 0;
  for (let k = 1; k < count; k++) if (value(k) > value(best)) best = k;
  return best;
}
