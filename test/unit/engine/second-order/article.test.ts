import { toPrecision } from '@shared/core/float-array.ts';
import { prepareExperiment } from '@shared/data/prepare.ts';
import { initialParameters } from '@shared/engine/parameters.ts';
import { referenceBackend } from '@shared/engine/reference-machine.ts';
import { SecondOrderMethod } from '@shared/engine/second-order/method.ts';
import { shapesOf } from '@shared/model/experiment.ts';
import type { SecondOrderOptimizer } from '@shared/model/training-catalog.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { describe, expect, it } from 'vitest';
import { trainingSetup } from '../../../../src-main/trainer/training-setup.ts';
import { sketchExperiment } from '../../../helpers/experiments.ts';

/** The article's data, fewer of them so that plain loops are done in a second, and a network of hidden ReLU layers. */
function articleMachine(hidden: readonly number[], initializer: string, seed: number) {
  const experiment = parseExperiment({
    ...sketchExperiment,
    data: { ...sketchExperiment.data, source: { ...sketchExperiment.data.source, rows: 1_000 } },
    network: {
      layers: hidden.map((units) => ({ type: 'dense', units, activation: 'relu' })),
      initializer,
      seed,
    },
    training: { loss: 'mse', precision: 'float64' },
  });
  const shapes = shapesOf(experiment);
  const { parts } = trainingSetup(experiment, prepareExperiment(experiment));
  const draw = (restart: number) =>
    initialParameters(shapes, { ...experiment.network, seed: 1_000 * restart + seed }, 'float64');
  const machine = referenceBackend.createMachine({
    shapes,
    precision: 'float64',
    lossSettings: { loss: 'mse', huberDelta: 1 },
    optimizer: null,
    clipping: null,
    batchRows: parts.train.rows,
    seed: 1,
    parts,
  });
  machine.parameters.set(toPrecision('float64', draw(0)));
  return { machine, draw, rows: parts.train.rows };
}

/** Iterations until the goal; Infinity without it. */
function iterationsToGoal(
  optimizer: SecondOrderOptimizer,
  { machine, draw, rows }: ReturnType<typeof articleMachine>,
): number {
  const method = new SecondOrderMethod(optimizer, machine, rows, draw);
  for (let iterations = 1; iterations <= 300; iterations++) {
    const { ending } = method.iterate()!;
    if (ending !== null) return ending === 'goal' ? iterations : Infinity;
  }
  return Infinity;
}

const seeds = [1, 2, 3, 4, 5];

describe("the article's sums, differences and distances", () => {
  it.each(seeds)('are solved by Levenberg–Marquardt on 2-4-4-3 with restarts, seed %i', (seed) => {
    const optimizer: SecondOrderOptimizer = {
      type: 'levenberg-marquardt',
      initialDamping: 1e-3,
      goal: 1e-12,
      restarts: 20,
    };
    expect(iterationsToGoal(optimizer, articleMachine([4, 4], 'he-normal', seed))).toBeLessThan(150);
  });

  it.each(seeds)('are solved by L-BFGS on 2-8-3 without restarts, seed %i', (seed) => {
    const optimizer: SecondOrderOptimizer = { type: 'lbfgs', history: 50, goal: 1e-7, restarts: 0 };
    expect(iterationsToGoal(optimizer, articleMachine([8], 'glorot-uniform', seed))).toBeLessThan(120);
  });
});
