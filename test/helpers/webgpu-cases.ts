import { LOG_STEPS } from '@shared/engine/native/device/figure-log.ts';
import type { FirstOrderOptimizer } from '@shared/model/training-catalog.ts';
import { dense, type MachineCase } from './machine-cases.ts';

/** What is trained on a graphics device and on the reference. */
export interface DeviceCase {
  readonly name: string;
  readonly machine: Omit<MachineCase, 'seed' | 'precision'>;
  readonly optimizer: FirstOrderOptimizer;
}

/** What came of a case: by how much numbers differ from the reference's. */
export interface DeviceAnswer {
  readonly name: string;
  readonly steps: number;
  readonly parameters: number;
  readonly statistics: number;
  readonly predictions: number;
}

/** Rows of a step: few, since a processor that emulates a device is slowest at compiling kernels for wide tiles. */
export const DEVICE_BATCH = 8;
/** One epoch of steps, the last with fewer rows: more than the log of a stepped session holds. */
export const DEVICE_STEPS = LOG_STEPS + 3;

const ADAM: FirstOrderOptimizer = {
  type: 'adam',
  learningRate: 0.01,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
};
const SGD: FirstOrderOptimizer = { type: 'sgd', learningRate: 0.02, weightDecay: 0.001 };

const sizes = { I: 3, T: 2, N: DEVICE_BATCH * (DEVICE_STEPS - 1) + 5 };

/** Few, as each compiles its kernels anew. */
export const DEVICE_CASES: readonly DeviceCase[] = [
  {
    name: 'dense, ReLU, Adam',
    machine: { layers: [dense(8, 'relu'), dense(6, 'relu')], sizes },
    optimizer: ADAM,
  },
  {
    name: 'batch normalisation, SGD',
    machine: {
      layers: [
        dense(6, 'relu'),
        { type: 'batch-normalization', momentum: 0.1, epsilon: 1e-5, activation: 'tanh' },
      ],
      sizes,
    },
    optimizer: SGD,
  },
  {
    name: 'dropout, classes, row weights, SGD',
    machine: {
      layers: [dense(8, 'tanh', 0.001), { type: 'dropout', rate: 0.4 }],
      loss: 'softmax-cross-entropy',
      sizes,
      isWeighted: true,
    },
    optimizer: SGD,
  },
];
