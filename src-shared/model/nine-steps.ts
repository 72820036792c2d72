import type { ColumnType, RawValue } from './column-catalog.ts';
import type { Part } from './data-catalog.ts';
import type { Transform, ValueRange } from './model-file.ts';

/** Which rows the walked-through step is made on. */
export const STEP_BATCHES = { row: 'This row alone', batch: 'Its whole batch' } as const;
export type StepBatch = keyof typeof STEP_BATCHES;

/** What is looked at: one row, on its way through one layer. */
export interface StepQuestion {
  /** Place among the training rows, 0 first. */
  row: number;
  batch: StepBatch;
  /** Place among the layers, the output layer last, 0 first. */
  layer: number;
}

/** One value that goes into the network or is asked of it, on the way from the table. */
export interface StepFeature {
  name: string;
  /** As it is before scaling: the number of the table, or what a level, a date or a missing value was encoded as. */
  raw: number;
  scaled: number;
  /** Null where the encoding is all there is. */
  transform: Transform | null;
}

/** One column of the chosen row. */
export interface StepColumn {
  name: string;
  role: 'input' | 'target';
  type: ColumnType;
  /** What the table says. Dates in days since 1970. */
  cell: RawValue;
  /** Over the training rows; null where the values are levels. */
  range: ValueRange | null;
  features: StepFeature[];
}

/** What normalisation took off and divided by, for each unit of the chosen row: mean and variance [U], X̂ [U]. */
export interface StepMoments {
  mean: Float64Array;
  variance: Float64Array;
  normalized: Float64Array;
}

/** One layer's numbers. Vectors are those of the chosen row: [I] of inputs, [U] of units. */
export interface LayerTrace {
  layer: number;
  /** What goes in, and, at a residual connection, what is added to it. */
  input: Float64Array;
  source: Float64Array | null;
  /** Factors of dropout. */
  mask: Float64Array | null;
  moments: StepMoments | null;
  /** Pre-activation, f′ of it (null where the function takes all units together), activation. */
  z: Float64Array;
  slope: Float64Array | null;
  a: Float64Array;
  /** ∂L/∂a, null where the loss gives ∂L/∂z at once; ∂L/∂z. */
  dA: Float64Array | null;
  dZ: Float64Array;
  /** Units whose parameters follow: all of them, or the first of many. */
  units: number;
  /** As the machine lays them out, of those units: W [units, I] then b [units]; γ then β. */
  parameters: Float64Array;
  /** ∂L/∂θ before clipping, and the parameters after the update. */
  gradients: Float64Array;
  updated: Float64Array;
}

/** What the loss makes of the chosen row, target by target, and of the whole batch. */
export interface LossTrace {
  /** Mean over the batch, without penalties. */
  loss: number;
  /** What the weights cost. */
  penalty: number;
  /** Loss with penalties of the same batch after the update. */
  after: number;
  targets: { name: string; answer: number; target: number; term: number }[];
  /** What the row counts. */
  weight: number;
}

/** How the parameters were moved. */
export interface UpdateTrace {
  /** Of all gradients together, and what clipping by norm multiplied them by. */
  gradientNorm: number;
  clipFactor: number;
  /** The rate of this step; for L-BFGS the length that its line search found; null for Levenberg–Marquardt. */
  rate: number | null;
  /** λ of Levenberg–Marquardt. */
  damping: number | null;
  /** Why nothing moved, in words. */
  refusal: string | null;
}

/** One answer in raw units, or a probability. */
export interface StepAnswer {
  name: string;
  before: number;
  after: number;
  truth: number | null;
}

/** One training step on one row or its batch, taken apart. All numbers in float64. */
export interface NineStepsTrace {
  rows: Record<Part, number>;
  tableRows: number;
  dropped: number;
  /** The chosen row's place in the table, 0 first. */
  tableRow: number;
  /** Rows that the step is made on, and the chosen row's place among them. */
  batch: { kind: StepBatch; rows: number; place: number };
  /** Whose weights these are: null for those that training begins with. */
  epoch: number | null;
  columns: StepColumn[];
  /**
   * What goes from layer to layer, the scaled inputs first: of each the first `LIMITS.stepUnits` values; and ∂L/∂z of
   * every layer, the inputs' empty.
   */
  flow: { values: Float64Array; gradients: Float64Array }[];
  layer: LayerTrace;
  loss: LossTrace;
  update: UpdateTrace;
  /** What the network answers on the chosen row, and on the experiment's test cases. */
  answers: StepAnswer[];
  cases: { inputs: RawValue[]; answers: StepAnswer[] }[];
}

/** Gradients of one layer beside differences of the loss. */
export interface StepCheck {
  layer: number;
  /** Which of the layer's parameters were compared. */
  indices: Uint32Array;
  analytic: Float64Array;
  /** NaN where the loss has a kink, and so no gradient to compare with. */
  numeric: Float64Array;
  maxRelativeError: number;
  tolerance: number;
}
