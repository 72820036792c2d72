import type { FloatArray, Precision } from '../core/float-array.ts';
import type { BackendName } from '../model/backends.ts';
import type { Part } from '../model/data-catalog.ts';
import type { LayerShape } from '../model/network.ts';
import type { Clipping, FirstOrderOptimizer, Loss } from '../model/training-catalog.ts';

/*
 * What a backend must be able to do. The trainer, the second-order methods, the gradient check and the tests know only
 * this; `reference-machine.ts` is the truth in plain loops, `wasm/wasm-machine.ts` the fast one, `native/native-machine.ts` the
 * one for wide networks.
 *
 * Dimension letters: N samples of a batch, I inputs, T targets, P parameters, K coefficients of an update.
 */

/** Rows of one part, scaled: inputs [I, rows], targets [T, rows], samples contiguous. */
export interface TrainingPart {
  readonly rows: number;
  readonly inputs: FloatArray;
  readonly targets: FloatArray;
  /** What each row counts, 1 on average over the training rows: [rows]. Null: all alike. */
  readonly weights: FloatArray | null;
}

/** A part without rows is null; there are always training rows. */
export type TrainingParts = Readonly<
  Record<Exclude<Part, 'train'>, TrainingPart | null> & { train: TrainingPart }
>;

export interface LossSettings {
  readonly loss: Loss;
  readonly huberDelta: number;
}

export interface MachineSetup {
  /** The output layer last. */
  readonly shapes: readonly LayerShape[];
  readonly precision: Precision;
  readonly lossSettings: LossSettings;
  /** Null for gradients alone, and for second-order methods, which move the parameters themselves. */
  readonly optimizer: FirstOrderOptimizer | null;
  readonly clipping: Clipping | null;
  /** Rows in one step; the last step of an epoch may have fewer. */
  readonly batchRows: number;
  /** Decides what dropout sets to zero. */
  readonly seed: number;
  readonly parts: TrainingParts;
}

/** Steps that follow one another and stay within one epoch, unless a step takes all rows. */
export interface StepRun {
  /** Steps made before these: numbers the dropout masks. */
  readonly firstStep: number;
  /** Where in `order` the first batch begins. */
  readonly firstRow: number;
  readonly steps: number;
  /** What the optimizer's update takes in each step, see `optimizers/optimizer.ts`: [steps, K]. */
  readonly coefficients: Float64Array;
  /**
   * What the sums of `StepsDone` go on from, loss by loss, so that an epoch's sums have the same bits in however many
   * calls it is made. Left out: from 0.
   */
  readonly sums?: { readonly loss: number; readonly articleLoss: number };
}

export interface StepsDone {
  /** Updates made; fewer than asked for where something stopped being a number, which is then the step after these. */
  readonly steps: number;
  /** Over all batches, each loss taken before its own update and times the batch's rows; penalties left out. */
  readonly lossSum: number;
  readonly articleLossSum: number;
}

/** One layer's numbers for the batch of the last step, for finding out where something stopped being a number. */
export interface LayerNumbers {
  /** Activations [units, N], and the loss's gradient by the pre-activations; samples in no promised order. */
  readonly outputs: FloatArray;
  readonly gradients: FloatArray;
}

/** How far the sums of the normal equations have come, and Σ r² once they are whole. */
export interface NormalEquations {
  readonly nextRow: number;
  readonly sumOfSquares: number;
}

/** Rows from `firstRow` on in the order of training, and the steps made before, by which dropout is decided. */
export interface Batch {
  readonly firstRow: number;
  readonly rows: number;
  readonly step: number;
}

/** A network with its data, ready to be trained: everything in flat arrays that live as long as the machine. */
export interface Machine {
  /** All parameters, layer after layer: dense W [O, I] before b [O], normalisation γ before β. [P], live. */
  readonly parameters: FloatArray;
  /** ∂L/∂θ of `computeGradients`, penalties included, in the same order; until it is called again or steps are made: [P]. */
  readonly gradients: FloatArray;
  /** The optimizer's memory between steps, zero at first: each [P]. */
  readonly slots: readonly FloatArray[];
  /** Running mean [units], then variance [units], of each batch normalisation in turn: part of the model, not trained. */
  readonly statistics: FloatArray;
  /** The order in which training takes the rows, for the host to shuffle; not where one step takes all of them: [rows]. */
  readonly order: Uint32Array;

  /** Optimizer updates. Stops before an update that would take or leave anything that is not a number. */
  train(run: StepRun): StepsDone;
  /** Loss and gradients of one batch as `train` would see it, before clipping and without an update. */
  computeGradients(batch: Batch): number;
  /** Loss of that batch alone, as `computeGradients` gives it. */
  computeLoss(batch: Batch): number;
  /**
   * What the network answers on rows of a part, as after training: no dropout, running statistics.
   * [T, rows], valid until the next call of anything.
   */
  predict(part: Part, firstRow: number, rows: number): FloatArray;
  /** The same for any inputs [rows, I], row after row: [T, rows]. */
  predictRows(inputs: FloatArray, rows: number): FloatArray;
  /** What every layer gives on the same way: each [units, rows], copies. The last is what `predictRows` answers. */
  traceRows(inputs: FloatArray, rows: number): FloatArray[];
  /** Most rows that one call of `predict`, `predictRows` and `traceRows` takes. */
  readonly predictCapacity: number;
  /**
   * JᵀJ [P, P] (both triangles) and Jᵀr [P] over all training rows, J = ∂r/∂θ. The residuals are √weight·(ŷ − y), a row
   * for every sample and target. A call takes as many rows as a moment allows: those from `firstRow` on, which is 0 and
   * then the last answer's `nextRow`. The sums are whole once that is the number of rows.
   */
  normalEquations(JtJ: Float64Array, Jtr: Float64Array, firstRow: number): NormalEquations;
  layerNumbers(layer: number): LayerNumbers;
  /** Gives back memory and threads. The machine must not be used afterwards. */
  close(): void;
}

/** What may be seen of a machine without changing what it will do. */
export type LookedAtMachine = Pick<
  Machine,
  'parameters' | 'statistics' | 'predictRows' | 'traceRows' | 'predictCapacity'
>;

export type { BackendName };

/** Where machines come from. */
export interface Backend {
  readonly name: BackendName;
  createMachine(setup: MachineSetup): Machine;
}
