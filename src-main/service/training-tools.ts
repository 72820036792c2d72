import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { Random } from '@shared/core/random.ts';
import { refuse } from '@shared/data/refuse.ts';
import { mostTrainingRows } from '@shared/data/split.ts';
import { gradientCheck } from '@shared/engine/gradient-check.ts';
import { findLearningRate, STEPS_PER_DECADE } from '@shared/engine/learning-rate-finder.ts';
import { machineSetup } from '@shared/engine/machine-setup.ts';
import type { Backend, Machine } from '@shared/engine/machine.ts';
import { initialParameters } from '@shared/engine/parameters.ts';
import type { TrainingSetup } from '@shared/engine/trainer.ts';
import type { Response } from '@shared/ipc/contract.ts';
import { type Experiment, shapesOf } from '@shared/model/experiment.ts';
import { rowsPerStep } from '@shared/model/memory.ts';
import { type LayerShape, parameterCount } from '@shared/model/network.ts';
import { isSecondOrder, optimizerCatalog } from '@shared/model/training-catalog.ts';
import { trainingSetup } from '../trainer/training-setup.ts';
import { prepareHeld } from './tables.ts';

/** What training must be to be checked or swept: a valid experiment, what computes, and how long someone waits for it. */
export interface ToolOptions {
  readonly backend: Backend;
  /** Multiply-adds; what may need more is refused before it begins. */
  readonly mostWork: number;
}

/** What the engine promises of its gradients, in float64. */
const TOLERANCE = 1e-6;
const CHECKED_ROWS = 16;
/** Parameters of each layer that are compared: so many, or fewer where the network is so large that it would take long. */
const MOST_PARAMETERS = 100;
const FEWEST_PARAMETERS = 2;
const EASY_WORK = LIMITS.waitedWork / 10;
/** Losses that one parameter takes at most: four for each of three lengths of the step. */
const LOSSES_PER_PARAMETER = 12;

/** Compares the gradients of an experiment's untrained network with differences of its loss, on its first training rows. */
export async function checkGradients(
  experiment: Experiment,
  options: ToolOptions,
): Promise<Response<'gradient:check'>> {
  const shapes = shapesOf(experiment);
  const work = checkWork(shapes);
  const parametersPerLayer = Math.min(
    MOST_PARAMETERS,
    Math.max(FEWEST_PARAMETERS, Math.floor(EASY_WORK / work)),
  );
  requireQuick(parametersPerLayer * work, options, 'network.layers', 'Use fewer units or layers');
  const setup = trainingSetup(experiment, await prepareHeld(experiment));
  const rows = Math.min(CHECKED_ROWS, setup.parts.train.rows);
  const { layers, ...found } = gradientCheck(
    options.backend,
    machineSetup(setup),
    initialParameters(shapes, experiment.network, 'float64'),
    { rows, parametersPerLayer, tolerance: TOLERANCE },
  );
  return { ...found, rows, tolerance: TOLERANCE, layers: [...layers] };
}

/** Multiply-adds of comparing one parameter in every layer. */
function checkWork(shapes: readonly LayerShape[]): number {
  const layers = shapes.filter(({ parameters }) => parameters > 0).length;
  return LOSSES_PER_PARAMETER * layers * CHECKED_ROWS * parameterCount(shapes);
}

/** From a rate at which hardly any network learns to one at which hardly any survives. */
const SWEEP = { lowest: 1e-7, decades: 9 };
/** A rate is found on a curve that is noisy anyway. */
const SUGGESTED_DIGITS = 3;

/** Tries learning rates from very low to very high on the experiment's network. Throws for methods that have none. */
export async function findRate(experiment: Experiment, options: ToolOptions): Promise<Response<'rate:find'>> {
  const { data, training } = experiment;
  const { optimizer } = training;
  if (isSecondOrder(optimizer)) {
    refuse(
      'training.optimizer.type',
      `${optimizerCatalog[optimizer.type].label} has no learning rate: it chooses the length of each step itself. ` +
        'Choose another method, or train with it as it is.',
    );
  }
  const batchRows = rowsPerStep(training.batchSize, mostTrainingRows(data.split, data.source.rows));
  const steps = SWEEP.decades * STEPS_PER_DECADE + 1;
  // A step goes forward, and twice as long backward.
  const work = 3 * steps * batchRows * parameterCount(shapesOf(experiment));
  requireQuick(work, options, 'training.batchSize', 'Use a smaller batch');
  const setup = trainingSetup(experiment, await prepareHeld(experiment));
  const found = findLearningRate(() => freshMachine(setup, options.backend), {
    optimizer,
    batchRows,
    ...SWEEP,
  });
  const { rates, losses, smoothed, suggestion } = found;
  return {
    suggestion: suggestion === null ? null : Number(suggestion.toPrecision(SUGGESTED_DIGITS)),
    curve: rates.map((rate, k) => ({ rate, loss: losses[k]!, smoothed: smoothed[k]! })),
  };
}

/** As a run would begin, its rows in the order of the first epoch. */
function freshMachine(setup: TrainingSetup, backend: Backend): Machine {
  const { network, training, shapes } = setup;
  const machine = backend.createMachine(machineSetup(setup));
  machine.parameters.set(initialParameters(shapes, network, training.precision));
  const takesAllRows = rowsPerStep(training.batchSize, machine.order.length) === machine.order.length;
  if (training.shuffle && !takesAllRows) new Random(training.seed, 'row order').shuffle(machine.order);
  return machine;
}

function requireQuick(work: number, { mostWork }: ToolOptions, at: string, remedy: string): void {
  if (work <= mostWork) return;
  throw new AppError(
    'TOO_LARGE',
    `${at}: This would take too long to wait for. ${remedy}, or ask on the command line, which waits.`,
    { at },
  );
}
