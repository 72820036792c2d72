import { createFloatArray, type FloatArray } from '../core/float-array.ts';
import type { Part } from '../model/data-catalog.ts';
import { copyRows, gatherRows, transposeRows } from './gather.ts';
import type {
  Backend,
  Batch,
  LayerNumbers,
  Machine,
  MachineSetup,
  NormalEquations,
  StepRun,
  StepsDone,
} from './machine.ts';
import { articleLossSum } from './metrics/article-loss.ts';
import { clipGradients } from './optimizers/clipping.ts';
import { updateRule } from './optimizers/optimizer.ts';
import type { UpdateRule } from './optimizers/update-rule.ts';
import { normalEquationsOf } from './reference-normal-equations.ts';
import {
  backward,
  batchLoss,
  compileProgram,
  forward,
  penalties,
  type Program,
  type Targets,
  updateRunningStatistics,
} from './reference-program.ts';

/** The backend in plain loops: written to be read, the truth that every other one is compared with. */
export const referenceBackend: Backend = {
  name: 'reference',
  createMachine: (setup) => new ReferenceMachine(setup),
};

/**
 * A reference machine with the program inside of it, for whoever looks at every number of a step.
 *
 * Shapes: as in `MachineSetup` and `Program`; after `computeGradients` the program holds that batch.
 * Source: `referenceBackend`.
 */
export function openReferenceMachine(setup: MachineSetup): { machine: Machine; program: Program } {
  const machine = new ReferenceMachine(setup);
  return { machine, program: machine.program };
}

/** Rows that a prediction takes through the network at once, where a step has fewer. */
const PREDICTED_ROWS = 1024;

const INFERENCE = { kind: 'inference' } as const;

/** Which rows of the order, and which step's dropout masks. */
class ReferenceMachine implements Machine {
  readonly parameters: FloatArray;
  readonly gradients: FloatArray;
  readonly slots: readonly FloatArray[];
  readonly statistics: FloatArray;
  readonly order: Uint32Array;
  readonly predictCapacity: number;

  private readonly setup: MachineSetup;
  readonly program: Program;
  private readonly rule: UpdateRule | null;
  private readonly batch: Targets;
  /** Rows of the last step. */
  private rows = 0;
  /** Σ r² as far as the normal equations have come. */
  private sumOfSquares = 0;

  constructor(setup: MachineSetup) {
    const { shapes, precision, optimizer, batchRows, parts } = setup;
    const { rows, weights } = parts.train;
    this.setup = setup;
    this.predictCapacity = Math.max(batchRows, Math.min(PREDICTED_ROWS, rows));
    this.program = compileProgram(shapes, this.predictCapacity, precision);
    this.parameters = this.program.parameters;
    this.gradients = this.program.gradients;
    this.statistics = this.program.statistics;
    this.rule = optimizer === null ? null : updateRule(optimizer.type);
    this.slots = Array.from({ length: this.rule?.slots ?? 0 }, () =>
      createFloatArray(precision, this.parameters.length),
    );
    this.order = Uint32Array.from({ length: rows }, (_, row) => row);
    this.batch = {
      Y: createFloatArray(precision, shapes.at(-1)!.units * batchRows),
      weights: weights === null ? null : createFloatArray(precision, batchRows),
    };
  }

  train({ firstStep, firstRow, steps, coefficients, sums }: StepRun): StepsDone {
    const { batchRows, parts, shapes } = this.setup;
    const takesAll = batchRows >= parts.train.rows;
    const done = { steps: 0, lossSum: sums?.loss ?? 0, articleLossSum: sums?.articleLoss ?? 0 };
    const { A } = this.program.layers.at(-1)!;
    while (done.steps < steps) {
      const start = takesAll ? 0 : firstRow + done.steps * batchRows;
      const rows = Math.min(batchRows, parts.train.rows - start);
      const loss = this.lossAndGradients({ firstRow: start, rows, step: firstStep + done.steps });
      if (!this.isFinite(loss) || !this.update(coefficients, done.steps)) break;
      done.steps += 1;
      done.lossSum += loss * rows;
      done.articleLossSum += articleLossSum(A, this.batch.Y, shapes.at(-1)!.units, rows);
    }
    return done;
  }

  computeGradients(batch: Batch): number {
    return this.lossAndGradients(batch) + penalties(this.program);
  }

  computeLoss(batch: Batch): number {
    return this.lossOf(batch) + penalties(this.program);
  }

  predict(part: Part, firstRow: number, rows: number): FloatArray {
    const source = this.setup.parts[part];
    if (source === null) throw new Error(`There are no ${part} rows.`);
    copyRows(this.program.X, source.inputs, firstRow, rows, source.rows);
    return this.answers(rows);
  }

  predictRows(inputs: FloatArray, rows: number): FloatArray {
    transposeRows(this.program.X, inputs, rows);
    return this.answers(rows);
  }

  traceRows(inputs: FloatArray, rows: number): FloatArray[] {
    this.predictRows(inputs, rows);
    return this.program.layers.map(({ A, shape }) => A.slice(0, shape.units * rows));
  }

  normalEquations(JtJ: Float64Array, Jtr: Float64Array, firstRow: number): NormalEquations {
    const before = { nextRow: firstRow, sumOfSquares: firstRow === 0 ? 0 : this.sumOfSquares };
    const made = normalEquationsOf(JtJ, Jtr, this.program, this.setup.parts.train, before);
    this.sumOfSquares = made.sumOfSquares;
    return made;
  }

  layerNumbers(layer: number): LayerNumbers {
    const { A, dA, shape } = this.program.layers[layer]!;
    const length = shape.units * this.rows;
    return { outputs: A.subarray(0, length), gradients: dA.subarray(0, length) };
  }

  close(): void {
    // Nothing but memory is held, which goes with the machine.
  }

  private answers(rows: number): FloatArray {
    const { units } = this.setup.shapes.at(-1)!;
    return forward(this.program, rows, INFERENCE).subarray(0, units * rows);
  }

  /** Takes a batch forward as training does; its loss without penalties. */
  private lossOf({ firstRow, rows, step }: Batch): number {
    const { parts, seed, lossSettings, batchRows } = this.setup;
    if (rows > batchRows) throw new Error(`A batch has at most ${batchRows} rows, not ${rows}.`);
    const { inputs, targets, weights, rows: allRows } = parts.train;
    const chosen = this.order.subarray(firstRow, firstRow + rows);
    gatherRows(this.program.X, inputs, chosen, allRows);
    gatherRows(this.batch.Y, targets, chosen, allRows);
    if (weights !== null) gatherRows(this.batch.weights!, weights, chosen, allRows);
    this.rows = rows;
    forward(this.program, rows, { kind: 'training', seed, step });
    return batchLoss(this.program, this.batch, rows, lossSettings);
  }

  private lossAndGradients(batch: Batch): number {
    const loss = this.lossOf(batch);
    backward(this.program, this.batch, batch.rows, this.setup.lossSettings);
    return loss;
  }

  private isFinite(loss: number): boolean {
    return Number.isFinite(loss + penalties(this.program)) && areFinite(this.gradients);
  }

  /** Moves the parameters, and reports whether all is still a number; if not, everything is as it was before. */
  private update(coefficients: Float64Array, step: number): boolean {
    const { rule, setup, parameters, gradients, slots, statistics } = this;
    if (rule === null) throw new Error('A machine without an optimizer cannot train.');
    const state = [parameters, statistics, ...slots];
    const before = state.map((values) => values.slice());
    clipGradients(gradients, setup.clipping);
    rule.update(parameters, gradients, slots, coefficients, step * rule.coefficientCount);
    updateRunningStatistics(this.program, this.rows);
    const isWhole = state.every(areFinite);
    if (!isWhole) {
      state.forEach((values, k) => {
        values.set(before[k]!);
      });
    }
    return isWhole;
  }
}

function areFinite(values: FloatArray): boolean {
  return values.every(Number.isFinite);
}
