import { prepareExperiment } from '@shared/data/prepare.ts';
import type { Backend } from '@shared/engine/machine.ts';
import { referenceBackend } from '@shared/engine/reference-machine.ts';
import { type Ending, type Evaluation, Trainer, type TrainingSetup } from '@shared/engine/trainer.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { trainingSetup } from '../../src-main/trainer/training-setup.ts';

export interface Changes {
  training?: object;
  network?: object;
  split?: object;
  rows?: number;
  targets?: object;
  scaling?: object;
}

/** A small experiment (two inputs, two targets, a hidden layer, three steps an epoch) with changes, ready to train. */
export function setupFor({
  training = {},
  network = {},
  split = {},
  rows = 60,
  targets = { y: 'a * b', z: 'a - b' },
  scaling = {},
}: Changes = {}): TrainingSetup {
  const experiment = parseExperiment({
    format: 'ninestep-experiment',
    version: 1,
    data: { source: { kind: 'formula', rows, inputs: { a: [-1, 1], b: [0, 2] }, targets }, split, scaling },
    network: { layers: [{ type: 'dense', units: 5, activation: 'tanh' }], ...network },
    training: { epochs: 8, batchSize: 16, ...training },
  });
  return trainingSetup(experiment, prepareExperiment(experiment));
}

export function trainerFor(changes?: Changes, backend: Backend = referenceBackend): Trainer {
  return new Trainer(setupFor(changes), backend);
}

/** All there is to see of a run: every evaluation, epoch 0 first, and how it ended. `steps` is asked before each call. */
export function runToEnd(
  trainer: Trainer,
  steps: () => number = () => Infinity,
): { evaluations: Evaluation[]; ending: Ending } {
  const evaluations = [trainer.evaluateNow()];
  for (;;) {
    const progress = trainer.advance(steps());
    if (progress.evaluation !== null) evaluations.push(progress.evaluation);
    if (progress.ending !== null) return { evaluations, ending: progress.ending };
  }
}
