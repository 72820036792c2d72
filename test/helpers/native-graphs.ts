import { dropoutFactors } from '@shared/engine/layers/dropout.ts';
import type { MachineSetup } from '@shared/engine/machine.ts';
import { gradientGraph } from '@shared/engine/native/graph/gradient-graph.ts';
import { GRAPH_NAMES, type MaskInput, type Window } from '@shared/engine/native/graph/graph-plan.ts';
import { predictionGraph } from '@shared/engine/native/graph/prediction-graph.ts';
import { trainGraph } from '@shared/engine/native/graph/train-graph.ts';
import type { NativeRuntime, NativeTensor, NativeTensors } from '@shared/engine/native/runtime.ts';
import { loadRuntime } from '../../src-main/trainer/native/load-runtime.ts';

/* Runs the graphs of the native backend as plainly as can be, without its machine. */

const loaded = loadRuntime();

/** Null where the library is not installed, or does not work. */
export const RUNTIME: NativeRuntime | null = loaded.kind === 'loaded' ? loaded.runtime : null;

/** All that training changes. */
export interface GraphState {
  readonly parameters: Float32Array;
  readonly slots: readonly Float32Array[];
  readonly statistics: Float32Array;
}

/** What a run of training is told. */
export interface GraphRun {
  readonly firstStep: number;
  readonly firstRow: number;
  readonly steps: number;
  /** Rows of each step. */
  readonly rows: number;
  readonly coefficients: Float64Array;
}

/** A tensor of numbers in float32. */
export function float32(values: ArrayLike<number>, dims: readonly number[]): NativeTensor {
  return { type: 'float32', data: Float32Array.from(values), dims };
}

/** Runs a model once. */
export function runModel(model: Uint8Array, inputs: NativeTensors, threads = 1): NativeTensors {
  if (RUNTIME === null) throw new Error('The native library is not here.');
  const session = RUNTIME.open(model, { threads });
  try {
    return session.run(inputs);
  } finally {
    session.close();
  }
}

/** An output in float32. */
export function numbersOf(outputs: NativeTensors, name: string): Float32Array {
  const tensor = outputs[name];
  if (tensor?.type !== 'float32') throw new Error(`There are no numbers in "${name}".`);
  return tensor.data;
}

/** Loss and gradients of the first rows, by step `step`'s masks. */
export function graphGradients(
  setup: MachineSetup,
  parameters: Float32Array,
  { rows, step }: { rows: number; step: number },
): { loss: number; gradients: Float32Array } {
  const graph = gradientGraph(stepSettings(setup, rows));
  const outputs = runModel(graph.model, {
    ...dataTensors(setup),
    ...stateTensors({ parameters, slots: [], statistics: new Float32Array() }, graph.parameters),
    ...maskTensors(setup, graph.masks, { firstStep: step, steps: null, rows }),
    [GRAPH_NAMES.order]: orderTensor(0, [rows]),
  });
  const gradients = new Float32Array(parameters.length);
  for (const { next, offset } of graph.parameters) gradients.set(numbersOf(outputs, next), offset);
  return { loss: numbersOf(outputs, GRAPH_NAMES.penalizedLoss)[0]!, gradients };
}

/** Steps of training, the rows taken in their order; the state is changed in place. */
export function graphTraining(
  setup: MachineSetup,
  state: GraphState,
  { firstStep, firstRow, steps, rows, coefficients }: GraphRun,
): { losses: Float32Array; articleLosses: Float32Array; check: number } {
  const optimizer = setup.optimizer!;
  const takesAllRows = setup.batchRows >= setup.parts.train.rows;
  const { clipping } = setup;
  const graph = trainGraph({ ...stepSettings(setup, rows), optimizer, clipping, takesAllRows });
  const taken = Float32Array.from(coefficients);
  const outputs = runModel(graph.model, {
    ...dataTensors(setup),
    ...stateTensors(state, graph.state),
    ...maskTensors(setup, graph.masks, { firstStep, steps, rows }),
    ...(!takesAllRows && { [GRAPH_NAMES.order]: orderTensor(firstRow, [steps, rows]) }),
    [GRAPH_NAMES.coefficients]: float32(taken, [steps, taken.length / steps]),
  });
  for (const window of graph.state)
    arrayOf(state, window).set(numbersOf(outputs, window.next), window.offset);
  return {
    losses: numbersOf(outputs, GRAPH_NAMES.loss),
    articleLosses: numbersOf(outputs, GRAPH_NAMES.articleLoss),
    check: numbersOf(outputs, GRAPH_NAMES.check)[0]!,
  };
}

/** What every layer gives for rows of inputs, [rows, I]: each [units, rows]. */
export function graphTrace(
  { shapes }: MachineSetup,
  state: GraphState,
  inputs: Float32Array,
  what: 'answers' | 'layers',
): Float32Array[] {
  const graph = predictionGraph(shapes, what);
  const columns = shapes[0]!.inputs;
  const outputs = runModel(graph.model, {
    ...stateTensors(state, graph.state),
    [GRAPH_NAMES.inputs]: float32(inputs, [inputs.length / columns, columns]),
  });
  return graph.layers.map((name) => numbersOf(outputs, name));
}

function stepSettings({ shapes, lossSettings, parts }: MachineSetup, rows: number) {
  return { shapes, lossSettings, rows, hasRowWeights: parts.train.weights !== null };
}

function dataTensors({ parts: { train } }: MachineSetup): NativeTensors {
  const { rows, inputs, targets, weights } = train;
  const table = (columns: ArrayLike<number>) => {
    const width = columns.length / rows;
    const at = (k: number) => columns[(k % width) * rows + Math.floor(k / width)]!;
    return float32(
      Array.from(columns, (_, k) => at(k)),
      [rows, width],
    );
  };
  return {
    [GRAPH_NAMES.inputs]: table(inputs),
    [GRAPH_NAMES.targets]: table(targets),
    ...(weights && { [GRAPH_NAMES.rowWeights]: float32(weights, [rows, 1]) }),
  };
}

function orderTensor(firstRow: number, dims: readonly number[]): NativeTensor {
  const length = dims.reduce((product, each) => product * each, 1);
  return { type: 'int32', data: Int32Array.from({ length }, (_, k) => firstRow + k), dims };
}

function stateTensors(state: GraphState, windows: readonly Window[]): NativeTensors {
  const tensorOf = (window: Window) => {
    const { offset, length, dims } = window;
    return float32(arrayOf(state, window).subarray(offset, offset + length), dims);
  };
  return Object.fromEntries(windows.map((window) => [window.name, tensorOf(window)]));
}

function arrayOf(state: GraphState, { array, slot }: Window): Float32Array {
  return array === 'slots' ? state.slots[slot]! : state[array];
}

function maskTensors(
  { seed }: MachineSetup,
  masks: readonly MaskInput[],
  { firstStep, steps, rows }: { firstStep: number; steps: number | null; rows: number },
): NativeTensors {
  const tensorOf = ({ layer, units, rate }: MaskInput): NativeTensor => {
    const data = new Uint8Array((steps ?? 1) * units * rows);
    const factors = new Float32Array(units * rows);
    for (let k = 0; k < (steps ?? 1); k++) {
      dropoutFactors(factors, rate, { seed, step: firstStep + k, layer }, units, rows);
      data.set(
        factors.map((factor) => (factor > 0 ? 1 : 0)),
        k * factors.length,
      );
    }
    return { type: 'uint8', data, dims: steps === null ? [units, rows] : [steps, units, rows] };
  };
  return Object.fromEntries(masks.map((mask) => [mask.name, tensorOf(mask)]));
}
