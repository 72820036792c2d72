import type { Length } from '../../../onnx/graph-builder.ts';
import type { Clipping, FirstOrderOptimizer } from '../../../model/training-catalog.ts';
import type { LayerShape } from '../../../model/network.ts';
import type { LossSettings } from '../../machine.ts';

/*
 * What the graphs of the native backend take and give, for the machine that feeds them. Every tensor is row-major. Those
 * of the state are windows onto the machine's flat arrays: fed as subarrays, and taken over by `set`.
 */

/** What a step's graph is made for. */
export interface StepSettings {
  /** The output layer last. */
  readonly shapes: readonly LayerShape[];
  readonly lossSettings: LossSettings;
  /** N, rows of the step. */
  readonly rows: number;
  /** Whether rows count differently: then `GRAPH_NAMES.rowWeights` is an input. */
  readonly hasRowWeights: boolean;
}

export interface TrainSettings extends StepSettings {
  readonly optimizer: FirstOrderOptimizer;
  readonly clipping: Clipping | null;
  /** Every step takes all rows, as they stand: no `GRAPH_NAMES.order` goes in. */
  readonly takesAllRows: boolean;
}

/** Names of inputs and outputs that are the same in every graph that has them. */
export const GRAPH_NAMES = {
  /** Inputs of all training rows, [rows, I] float32; in a predicting graph of the rows asked for. */
  inputs: 'inputs',
  /** [rows, T] float32. */
  targets: 'targets',
  /** [rows, 1] float32. */
  rowWeights: 'rowWeights',
  /** Which rows each step takes: [steps, N] int32; of the one step of a gradient graph [N]. */
  order: 'order',
  /** What the optimizer's updates take: [steps, K] float32. */
  coefficients: 'coefficients',
  /** Loss of each step, penalties left out, [steps] float32; of the one step of a gradient graph no dimensions. */
  loss: 'loss',
  /** The same with penalties, in a gradient graph alone; a number only if nothing was lost on the way: see `guard`. */
  penalizedLoss: 'penalizedLoss',
  /** Sum of the article's loss over each step's rows, as `loss`. */
  articleLoss: 'articleLoss',
  /** One number that is finite only if the new state and every gradient that went into it are: float32, no dimensions. */
  check: 'check',
  /** What the network answers: [T, rows] float32. */
  predictions: 'predictions',
} as const;

/** A piece of one of the machine's flat arrays as a float32 tensor. */
export interface Window {
  /** Of the input. */
  readonly name: string;
  readonly array: 'parameters' | 'slots' | 'statistics';
  /** Which of the slots; 0 for the other arrays. */
  readonly slot: number;
  readonly offset: number;
  readonly length: number;
  readonly dims: readonly number[];
}

/** A window that the graph has a new value for. */
export interface StateWindow extends Window {
  /** Of the output, of the same dims. */
  readonly next: string;
}

/** Which units of a layer dropout keeps: 1 and 0, uint8, [steps, units, N]; in a gradient graph [units, N]. */
export interface MaskInput {
  readonly name: string;
  /** Place among the layers, 0 first. */
  readonly layer: number;
  readonly units: number;
  readonly rate: number;
}

/** Steps of training one after the other. Inputs besides these: as `GRAPH_NAMES` says. */
export interface TrainGraph {
  readonly model: Uint8Array;
  readonly state: readonly StateWindow[];
  readonly masks: readonly MaskInput[];
}

/** Loss and gradients of one step, before clipping. */
export interface GradientGraph {
  readonly model: Uint8Array;
  /** Parameters alone: training normalises by the batch. `next` is the gradient by them. */
  readonly parameters: readonly StateWindow[];
  readonly masks: readonly MaskInput[];
}

/** What the network answers after training: no dropout, running statistics. Any number of rows. */
export interface PredictionGraph {
  readonly model: Uint8Array;
  /** Parameters and statistics. */
  readonly state: readonly Window[];
  /** Names of every layer's outputs, each [units, rows] float32, the last being `GRAPH_NAMES.predictions`. */
  readonly layers: readonly string[];
}

/** A length of a tensor that a run decides. */
export const STEPS: Length = 'steps';
export const ALL_ROWS: Length = 'rows';
