import { AppError } from '../../core/errors.ts';
import type { FloatArray, Precision } from '../../core/float-array.ts';
import type { Part } from '../../model/data-catalog.ts';
import type {
  Backend,
  LayerNumbers,
  Machine,
  MachineSetup,
  NormalEquations,
  StepRun,
  StepsDone,
} from '../machine.ts';
import { Companion } from './companion.ts';
import { type GradientGraph, GRAPH_NAMES } from './graph/graph-plan.ts';
import { NativeSessions } from './native-sessions.ts';
import { areFinite, type NativeState, newState, numbersOf, stateTensors } from './native-state.ts';
import { inOwnMemory, type NativeTables, nativeTables, trainingTensors } from './native-tables.ts';
import { NativeTraining } from './native-training.ts';
import { nativeThreads, rowsPerPrediction } from './native-work.ts';
import type { NativeRuntime, NativeTensors } from './runtime.ts';
import { fillForTrial, threadsWithSameBits } from './same-bits.ts';
import { MaskMaker, orderTensor } from './step-inputs.ts';

export interface NativeHost {
  readonly runtime: NativeRuntime;
  /** Most threads that one machine may use, the calling one included. */
  readonly threads: number;
  /** What decides where something stops being a number. */
  readonly companion: Backend;
}

/**
 * The backend for wide networks: whole steps as graphs of products of matrices, run by a native library, many steps in one
 * call.
 *
 * Shapes: as in `Machine`.
 * Source: native/graph; what the graphs compute is defined by the reference machine.
 */
export function nativeBackend(host: NativeHost): Backend {
  return { name: 'native', createMachine: (setup) => new NativeMachine(setup, host) };
}

type Batch = Parameters<Machine['computeLoss']>[0];

class NativeMachine implements Machine {
  readonly parameters: Float32Array;
  readonly gradients: Float32Array;
  readonly slots: readonly Float32Array[];
  readonly statistics: Float32Array;
  readonly order: Uint32Array;
  readonly predictCapacity: number;

  private readonly setup: MachineSetup;
  private readonly sessions: NativeSessions;
  private readonly tables: NativeTables;
  private readonly masks: MaskMaker;
  private readonly companion: Companion;
  private readonly training: NativeTraining;
  /** What the numbers of layers are asked about: the batch of `computeGradients`, if the companion has not seen it. */
  private unseen: Batch | null = null;

  constructor(setup: MachineSetup, { runtime, threads, companion }: NativeHost) {
    if (setup.precision !== 'float32') throw refusalOf(setup.precision);
    const { parameters, gradients, slots, statistics } = newState(setup);
    this.parameters = parameters;
    this.gradients = gradients;
    this.slots = slots;
    this.statistics = statistics;
    this.order = Uint32Array.from({ length: setup.parts.train.rows }, (_, row) => row);
    this.predictCapacity = rowsPerPrediction(setup);
    this.setup = setup;
    const offered = nativeThreads(setup, threads);
    this.sessions = new NativeSessions(setup, runtime, (rows) =>
      threadsWithSameBits(offered, (count) => this.trialGradients(rows, count)),
    );
    this.tables = nativeTables(setup.parts);
    this.masks = new MaskMaker(setup.seed);
    this.companion = new Companion(setup, companion);
    const { sessions, tables, masks } = this;
    this.training = new NativeTraining({ setup, machine: this, sessions, tables, masks }, this.companion);
  }

  train(run: StepRun): StepsDone {
    this.unseen = null;
    return this.training.train(run);
  }

  computeGradients(batch: Batch): number {
    const { graph, outputs } = this.runGradients(batch);
    for (const { next, offset } of graph.parameters) this.gradients.set(numbersOf(outputs, next), offset);
    const loss = numbersOf(outputs, GRAPH_NAMES.loss)[0]!;
    if (Number.isFinite(loss) && areFinite(this.gradients)) {
      this.unseen = batch;
      return loss;
    }
    this.unseen = null;
    return this.companion.computeGradients(this, batch);
  }

  computeLoss(batch: Batch): number {
    const loss = numbersOf(this.runGradients(batch).outputs, GRAPH_NAMES.loss)[0]!;
    return Number.isFinite(loss) ? loss : this.companion.computeLoss(this, batch);
  }

  predict(part: Part, firstRow: number, rows: number): FloatArray {
    const table = this.tables.inputs[part];
    if (table === undefined) throw new Error(`There are no ${part} rows.`);
    const columns = this.inputCount;
    return this.answer(table.subarray(firstRow * columns, (firstRow + rows) * columns), rows);
  }

  predictRows(inputs: FloatArray, rows: number): FloatArray {
    return this.answer(inOwnMemory(inputs.subarray(0, rows * this.inputCount)), rows);
  }

  traceRows(inputs: FloatArray, rows: number): FloatArray[] {
    const { graph, session } = this.sessions.predict('layers');
    const table = inOwnMemory(inputs.subarray(0, rows * this.inputCount));
    const outputs = session.run({ ...stateTensors(this, graph.state), ...this.inputsOf(table, rows) });
    return graph.layers.map((name) => numbersOf(outputs, name));
  }

  normalEquations(): NormalEquations {
    throw new Error('Normal equations take all rows at once, in float64.');
  }

  layerNumbers(layer: number): LayerNumbers {
    if (this.unseen !== null) {
      const gradients = this.gradients.slice();
      this.companion.computeGradients(this, this.unseen);
      this.gradients.set(gradients);
      this.unseen = null;
    }
    return this.companion.layerNumbers(layer);
  }

  close(): void {
    this.sessions.close();
    this.companion.close();
  }

  private get inputCount(): number {
    return this.setup.shapes[0]!.inputs;
  }

  /** Gradients of made-up parameters, by which threads are compared; the place of the gradients holds those meanwhile. */
  private trialGradients(rows: number, threads: number): Float32Array[] {
    const { graph, session } = this.sessions.openGradient(rows, threads);
    fillForTrial(this.gradients);
    const { gradients, slots, statistics } = this;
    const trial = { parameters: gradients, gradients, slots, statistics };
    const inputs = this.gradientInputs(graph, trial, { firstRow: 0, rows, step: 0 });
    const outputs = session.run(inputs);
    session.close();
    this.gradients.fill(0);
    return graph.parameters.map(({ next }) => numbersOf(outputs, next));
  }

  private runGradients(batch: Batch) {
    const { rows } = batch;
    const { batchRows } = this.setup;
    if (rows > batchRows)
      throw new Error(`A batch has at most ${String(batchRows)} rows, not ${String(rows)}.`);
    const { graph, session } = this.sessions.gradient(rows);
    const outputs = session.run(this.gradientInputs(graph, this, batch));
    return { graph, outputs };
  }

  private gradientInputs(
    { parameters, masks }: GradientGraph,
    state: NativeState,
    { firstRow, rows, step }: Batch,
  ): NativeTensors {
    return {
      ...stateTensors(state, parameters),
      ...trainingTensors(this.tables),
      [GRAPH_NAMES.order]: orderTensor(this.order, firstRow, { steps: null, N: rows }),
      ...this.masks.masks(masks, { firstStep: step, steps: null, N: rows }),
    };
  }

  private answer(table: Float32Array, rows: number): Float32Array {
    const { graph, session } = this.sessions.predict('answers');
    const outputs = session.run({ ...stateTensors(this, graph.state), ...this.inputsOf(table, rows) });
    return numbersOf(outputs, GRAPH_NAMES.predictions);
  }

  private inputsOf(table: Float32Array, rows: number): NativeTensors {
    return { [GRAPH_NAMES.inputs]: { type: 'float32', data: table, dims: [rows, this.inputCount] } };
  }
}

function refusalOf(precision: Precision): AppError {
  const message =
    `training.precision: The native engine computes in float32, not in ${precision}. ` +
    'Train in float32, or with another engine.';
  return new AppError('INVALID_VALUE', message, { at: 'training.precision' });
}
