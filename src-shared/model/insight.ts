/* What is known of the inside of a network while it learns, and how it is looked at. */

/** How often values fall into equal bins between `min` and `max`: [bins]. Values that are no numbers are left out. */
export interface Histogram {
  min: number;
  max: number;
  counts: number[];
}

/** One layer at one moment. Null where the layer has no such thing. */
export interface LayerInsight {
  /** ‖∂L/∂θ‖₂ over the layer's parameters, on the probe rows, penalties included. */
  gradientNorm: number | null;
  /** ‖θ‖₂ over the layer's parameters. */
  parameterNorm: number | null;
  /** ‖Δθ‖₂ / ‖θ‖₂ of the last optimizer update; null before the first, and where training ended between two moments. */
  updateRatio: number | null;
  /** Of a dense layer's W. */
  weights: Histogram | null;
  /** Of the layer's outputs on the probe rows. */
  outputs: Histogram | null;
  /** Share of units that are zero on all probe rows; of layers whose activation can be off for good (ReLU). */
  deadShare: number | null;
  /** Share of outputs where the activation is nearly flat; of layers whose activation has flat ends. */
  saturatedShare: number | null;
}

/** What was measured inside of the network after an epoch: one line of `insight.jsonl`. */
export interface InsightPoint {
  epoch: number;
  step: number;
  /** The rate of the last update; null for methods that have none. */
  learningRate: number | null;
  /** Training rows that gradients and outputs were measured on. */
  probeRows: number;
  /**
   * Rows at which a batch's gradient is half noise: the simple noise scale tr(Σ)/‖G‖² (McCandlish et al. 2018, eq. 2.9).
   * Null where all rows make one batch, and where there are too few; infinite where these rows show no gradient in the noise.
   */
  noiseScale: number | null;
  /** Hidden layers, then the output layer. */
  layers: LayerInsight[];
}

/** A moment whose weights were kept. */
export interface Moment {
  epoch: number;
  step: number;
}

/** An input column of a run's network: what it may be, over the training rows. */
export type DrawnInput =
  | {
      name: string;
      type: 'number' | 'integer' | 'date';
      /** Dates in days since 1970. */
      min: number;
      max: number;
      mean: number;
    }
  | { name: string; type: 'category' | 'boolean'; levels: string[]; typical: string };

/** One value that a run's network answers. */
export interface DrawnOutput {
  name: string;
  /** Of the training rows, in raw units. */
  min: number;
  max: number;
  /** Where it is the probability of a class; `otherwise`: the other one of two, where it has no answer of its own. */
  class: { column: string; level: string; otherwise: string | null } | null;
}

/** Rows of one part as they stand in the table, to be drawn beside the answers of a network. */
export interface DrawnRows {
  part: 'train' | 'validation';
  /** Rows that the part has; those drawn are evenly spread over them. */
  of: number;
  /** Of the table, 0 first. */
  rows: number[];
  /** For each column asked for: [rows], NaN where missing. */
  columns: Float64Array[];
  /** In raw units, 1 or 0 for a class: [rows, outputs]. */
  truth: Float32Array;
}
