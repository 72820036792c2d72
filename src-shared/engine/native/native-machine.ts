import { AppError } from '../../core/errors.ts';
import type { FloatArray, Precision } from '../../core/float-array.ts';
import type { Part } from '../../model/data-catalog.ts';
import { canBeSeparate, hasSeparateUpdates } from '../../model/separate-updates.ts';
import type {
  Backend,
  Batch,
  LayerNumbers,
  Machine,
  MachineSetup,
  NormalEquations,
  StepRun,
  StepsDone,
} from '../machine.ts';
import { Companion } from './companion.ts';
import { GRAPH_NAMES } from './graph/graph-plan.ts';
import { LoopTraining } from './loop-training.ts';
import { batchOf, takesAllRows } from './native-context.ts';
import { NativeGradients } from './native-gradients.ts';
import { NativeSessions } from './native-sessions.ts';
import { areFinite, newParameters, newStatistics, numbersOf, stateTensors } from './native-state.ts';
import { inOwnMemory, type NativeTables, nativeTables } from './native-tables.ts';
import { nativeThreads, rowsPerPrediction } from './native-work.ts';
import type { NativeRuntime, NativeTensors } from './runtime.ts';
import { threadsWithSameBits } from './same-bits.ts';
import { MaskMaker } from './step-inputs.ts';
import { StepTraining } from './step-training.ts';
import { Updater } from './updater.ts';

export interface NativeHost {
  readonly runtime: NativeRuntime;
  /** Most threads that one machine may use, the calling one included. */
  readonly threads: number;
  /** What decides where something stops being a number. */
  readonly companion: Backend;
  /** The kernel of updates, where the runtime computes in the memory that it works on. */
  readonly update: WebAssembly.Module | null;
  /** Whether updates are apart from the graph wherever they can be, and not only where that is faster. */
  readonly separatesAlways?: boolean;
}

/**
 * The backend for wide networks: steps as graphs of products of matrices, run by a native library: many whole ones in one call,
 * or, where there are many parameters, their gradients alone, beside a kernel that updates by them.
 *
 * Shapes: as in `Machine`.
 * Source: native/graph; what the graphs compute is defined by the reference machine.
 */
export function nativeBackend(host: NativeHost): Backend {
  return { name: 'native', createMachine: (setup) => new NativeMachine(setup, host) };
}

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
  private readonly companion: Companion;
  private readonly gradientsOf: NativeGradients;
  private readonly training: LoopTraining | StepTraining;
  /** What the numbers of layers are asked about: the batch of `computeGradients`, if the companion has not seen it. */
  private unseen: Batch | null = null;

  constructor(setup: MachineSetup, host: NativeHost) {
    if (setup.precision !== 'float32') throw refusalOf(setup.precision);
    const updater = updaterFor(setup, host);
    const { parameters, gradients, slots } = updater ?? newParameters(setup);
    this.parameters = parameters;
    this.gradients = gradients;
    this.slots = slots;
    this.statistics = newStatistics(setup.shapes);
    this.order = Uint32Array.from({ length: setup.parts.train.rows }, (_, row) => row);
    this.predictCapacity = rowsPerPrediction(setup);
    this.setup = setup;
    const offered = nativeThreads(setup, host.threads);
    this.sessions = new NativeSessions(setup, host.runtime, {
      threadsFor: (rows) => threadsWithSameBits(offered, (count) => this.gradientsOf.ofTrial(rows, count)),
      trainsByGradients: updater !== null,
    });
    this.tables = nativeTables(setup.parts);
    this.companion = new Companion(setup, host.companion);
    const { sessions, tables } = this;
    const context = { setup, machine: this, sessions, tables, masks: new MaskMaker(setup.seed) };
    this.gradientsOf = new NativeGradients(context);
    this.training =
      updater === null
        ? new LoopTraining(context, this.companion)
        : new StepTraining(context, this.gradientsOf, updater, this.companion);
  }

  train(run: StepRun): StepsDone {
    this.unseen = null;
    this.sessions.openForTraining();
    const done = this.training.train(run);
    if (done.steps < run.steps) this.unseen = batchOf(this.setup, run, done.steps);
    return done;
  }

  computeGradients(batch: Batch): number {
    const { penalizedLoss } = this.gradientsOf.compute(batch);
    if (Number.isFinite(penalizedLoss) && areFinite(this.gradients)) {
      this.unseen = batch;
      return penalizedLoss;
    }
    this.unseen = null;
    return this.companion.computeGradients(this, batch);
  }

  computeLoss(batch: Batch): number {
    const { penalizedLoss } = this.gradientsOf.losses(batch);
    return Number.isFinite(penalizedLoss) ? penalizedLoss : this.companion.computeLoss(this, batch);
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

  private answer(table: Float32Array, rows: number): Float32Array {
    const { graph, session } = this.sessions.predict('answers');
    const outputs = session.run({ ...stateTensors(this, graph.state), ...this.inputsOf(table, rows) });
    return numbersOf(outputs, GRAPH_NAMES.predictions);
  }

  private inputsOf(table: Float32Array, rows: number): NativeTensors {
    return { [GRAPH_NAMES.inputs]: { type: 'float32', data: table, dims: [rows, this.inputCount] } };
  }
}

/** Of its own memory, where updates are apart from the graph; null where they are a part of it. */
function updaterFor(setup: MachineSetup, { update, separatesAlways = false }: NativeHost): Updater | null {
  const { shapes, optimizer } = setup;
  if (optimizer === null || update === null) return null;
  const takesAll = takesAllRows(setup);
  const isSeparate = separatesAlways
    ? canBeSeparate(shapes, takesAll)
    : hasSeparateUpdates(shapes, optimizer, takesAll);
  return isSeparate ? new Updater(setup, optimizer, update) : null;
}

function refusalOf(precision: Precision): AppError {
  const message =
    `training.precision: The native engine computes in float32, not in ${precision}. ` +
    'Train in float32, or with another engine.';
  return new AppError('INVALID_VALUE', message, { at: 'training.precision' });
}
