import { AppError } from '../core/errors.ts';
import type { FloatArray } from '../core/float-array.ts';
import { LIMITS } from '../core/limits.ts';
import type { PreparedData } from '../data/prepared-data.ts';
import { inputMatrix, targetMatrix } from '../data/prepare.ts';
import type { Machine, TrainingPart } from '../engine/machine.ts';
import { openReferenceMachine } from '../engine/reference-machine.ts';
import type { Program } from '../engine/reference-program.ts';
import { type Experiment, shapesOf } from '../model/experiment.ts';
import { type LayerShape, parameterCount, unitsOf } from '../model/network.ts';
import type { StepQuestion } from '../model/nine-steps.ts';
import { isSecondOrder } from '../model/training-catalog.ts';
import { stepRows } from './step-rows.ts';

/** Whose step is walked through: an experiment with its data, and a network's numbers. */
export interface StepSetup {
  readonly experiment: Experiment;
  readonly data: PreparedData;
  /** What each row of the table counts in training; null where all count the same. */
  readonly rowWeights: Float64Array | null;
  /** As `Machine` lays them out. */
  readonly parameters: FloatArray;
  /** Null: as training begins. */
  readonly statistics: FloatArray | null;
  /** When the parameters were these; null where training begins with them. */
  readonly epoch: number | null;
}

/** A machine that holds the rows of one step, and nothing else. */
export interface OpenStep {
  readonly experiment: Experiment;
  readonly shapes: readonly LayerShape[];
  readonly machine: Machine;
  readonly program: Program;
  /** The rows of the step, in its order: all that the machine trains on. */
  readonly train: TrainingPart;
  /** The same rows as places in the table, and the chosen one among them. */
  readonly rows: Uint32Array;
  readonly place: number;
}

/** Forward, backward to the weights and to the inputs. */
const PRODUCTS_OF_A_STEP = 3;

/**
 * The engine's reference machine in float64 with the rows of one step, so that every number of it can be looked at.
 * Throws TOO_LARGE where a person would wait too long.
 */
export function openStep(setup: StepSetup, question: StepQuestion): OpenStep {
  const { experiment, data } = setup;
  const { training } = experiment;
  const shapes = shapesOf(experiment);
  const { rows, place } = stepRows(data, training, question.row, question.batch);
  requireQuick(rows.length, shapes);
  const train: TrainingPart = {
    rows: rows.length,
    inputs: inputMatrix(data, rows, 'float64'),
    targets: targetMatrix(data, rows, 'float64'),
    weights: setup.rowWeights && Float64Array.from(rows, (row) => setup.rowWeights![row]!),
  };
  const { machine, program } = openReferenceMachine({
    shapes,
    precision: 'float64',
    lossSettings: training,
    optimizer: isSecondOrder(training.optimizer) ? null : training.optimizer,
    clipping: training.clipping ?? null,
    batchRows: rows.length,
    seed: training.seed,
    parts: { train, validation: null, test: null },
  });
  machine.parameters.set(setup.parameters);
  if (setup.statistics !== null) machine.statistics.set(setup.statistics);
  return { experiment, shapes, machine, program, train, rows, place };
}

function requireQuick(rows: number, shapes: readonly LayerShape[]): void {
  const numbers = rows * unitsOf(shapes);
  const work = PRODUCTS_OF_A_STEP * rows * parameterCount(shapes) + numbers;
  if (work <= LIMITS.stepWork) return;
  throw new AppError(
    'TOO_LARGE',
    'batch: Taking the whole batch apart would take too long for a network of this size. Look at the row alone, or ' +
      'choose a smaller batch size.',
    { at: 'batch' },
  );
}
