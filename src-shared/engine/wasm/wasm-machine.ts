import type { FloatArray } from '../../core/float-array.ts';
import type { Part } from '../../model/data-catalog.ts';
import * as layout from '../kernels/plan-layout.ts';
import { penaltyOf } from '../layers/penalties.ts';
import type {
  Backend,
  BackendName,
  Batch,
  LayerNumbers,
  Machine,
  MachineSetup,
  NormalEquations,
  StepRun,
  StepsDone,
} from '../machine.ts';
import { allocate } from './allocate.ts';
import { numbersAt } from './arena.ts';
import type { Crew, CrewMaker } from './crew.ts';
import { type JacobianPlan, planJacobian } from './jacobian.ts';
import { panelStride } from './layer-plan.ts';
import { type MachineMemory, planMemory } from './machine-memory.ts';
import { loadTables } from './tables.ts';
import { threadsFor } from './thread-choice.ts';
import { traceLayers } from './trace.ts';

/** What the module exports: see kernels/index.ts. */
interface Kernels {
  readonly train32: (plan: number, thread: number, threads: number) => void;
  readonly train64: (plan: number, thread: number, threads: number) => void;
  readonly predict32: (plan: number, table: number, stride: number, first: number, rows: number) => void;
  readonly normalEquations64: (plan: number, record: number, from: number, to: number) => void;
  readonly predict64: (plan: number, table: number, stride: number, first: number, rows: number) => void;
}

export interface WasmHost {
  readonly name: BackendName;
  readonly module: WebAssembly.Module;
  /** Most threads that one machine may use, the calling one included. */
  readonly threads: number;
  readonly makeCrew: CrewMaker | null;
}

/**
 * The fast backend: SIMD kernels in WebAssembly on one memory, many steps in one call.
 *
 * Shapes: as in `Machine`. Source: engine/kernels; what they compute is defined by the reference machine.
 */
export function wasmBackend(host: WasmHost): Backend {
  return { name: host.name, createMachine: (setup) => new WasmMachine(setup, host) };
}

/** Rows of a table that a prediction is about; `stride` is what they are apart, in bytes. */
interface AskedRows {
  readonly stride: number;
  readonly firstRow: number;
  readonly rows: number;
}

class WasmMachine implements Machine {
  readonly parameters: FloatArray;
  readonly gradients: FloatArray;
  readonly slots: readonly FloatArray[];
  readonly statistics: FloatArray;
  readonly order: Uint32Array;
  readonly predictCapacity: number;

  private readonly setup: MachineSetup;
  private readonly places: MachineMemory;
  private readonly memory: WebAssembly.Memory;
  private readonly buffer: ArrayBufferLike;
  /** Planned when it is first asked for: the other methods do without. */
  private jacobian: JacobianPlan | null = null;
  private readonly kernels: Kernels;
  private readonly crew: Crew | null;
  private readonly words: Int32Array;
  private readonly sums: Float64Array;
  private readonly coefficients: Float64Array;
  private readonly asked: FloatArray;
  private answers: FloatArray | null = null;

  constructor(setup: MachineSetup, { module, threads, makeCrew }: WasmHost) {
    const places = planMemory(setup);
    const { sizes } = places;
    const memory = allocate(places.arena.pages, { isShared: true });
    const view = (address: number, length: number) =>
      numbersAt(memory.buffer, setup.precision, address, length);
    this.setup = setup;
    this.places = places;
    this.memory = memory;
    this.buffer = memory.buffer;
    this.kernels = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels;
    this.parameters = view(places.parameters, sizes.parameters);
    this.gradients = view(places.gradients, sizes.parameters);
    this.slots = places.slots.map((slot) => view(slot, sizes.parameters));
    this.statistics = view(places.statistics, sizes.statistics);
    this.order = new Uint32Array(memory.buffer, places.order, setup.parts.train.rows);
    this.predictCapacity = sizes.predictedRows;
    this.words = new Int32Array(memory.buffer, places.plan, layout.PLAN_WORDS);
    this.sums = new Float64Array(memory.buffer, places.sums, 2);
    this.coefficients = new Float64Array(
      memory.buffer,
      places.coefficients,
      sizes.stepsPerCall * places.coefficientCount,
    );
    this.asked = view(
      places.askedRows,
      (sizes.predictedRows * sizes.inputStride) / this.parameters.BYTES_PER_ELEMENT,
    );
    places.write(new DataView(memory.buffer));
    this.fill();
    loadTables(setup, places, memory.buffer);
    const wanted = threadsFor(setup, threads);
    this.crew =
      makeCrew === null || wanted < 2
        ? null
        : makeCrew({ module, memory, control: places.control, threads: wanted });
  }

  train({ firstStep, firstRow, steps, coefficients, sums }: StepRun): StepsDone {
    const { batchRows, parts } = this.setup;
    const { coefficientCount, sizes } = this.places;
    const takesAll = batchRows >= parts.train.rows;
    this.sums[0] = sums?.loss ?? 0;
    this.sums[1] = sums?.articleLoss ?? 0;
    let done = 0;
    while (done < steps) {
      const count = Math.min(sizes.stepsPerCall, steps - done);
      const first = done * coefficientCount;
      this.coefficients.set(coefficients.subarray(first, first + count * coefficientCount));
      const made = this.run(layout.MODE_TRAIN, {
        step: firstStep + done,
        firstRow: takesAll ? 0 : firstRow + done * batchRows,
        steps: count,
      });
      done += made;
      if (made < count) break;
    }
    return { steps: done, lossSum: this.sums[0], articleLossSum: this.sums[1] };
  }

  computeGradients(batch: Batch): number {
    return this.measure(layout.MODE_GRADIENTS, batch);
  }

  computeLoss(batch: Batch): number {
    return this.measure(layout.MODE_LOSS, batch);
  }

  predict(part: Part, firstRow: number, rows: number): FloatArray {
    const table = this.places.inputRows[part];
    if (table === 0) throw new Error(`There are no ${part} rows.`);
    return this.answer(table, { stride: this.places.sizes.inputStride, firstRow, rows });
  }

  predictRows(inputs: FloatArray, rows: number): FloatArray {
    const columns = this.places.sizes.inputs;
    const length = rows * columns;
    if (rows === 1) copyRow(this.asked, inputs, columns);
    else this.asked.set(inputs.length === length ? inputs : inputs.subarray(0, length));
    // One after the other, unlike the rows of tables: the kernels need no padding between them.
    return this.answer(this.places.askedRows, {
      stride: columns * this.asked.BYTES_PER_ELEMENT,
      firstRow: 0,
      rows,
    });
  }

  traceRows(inputs: FloatArray, rows: number): FloatArray[] {
    const predict = (piece: FloatArray, count: number) => this.predictRows(piece, count);
    const { precision } = this.setup;
    return traceLayers({ ...this.places, precision, buffer: this.buffer, predict }, inputs, rows);
  }

  normalEquations(JtJ: Float64Array, Jtr: Float64Array, firstRow: number): NormalEquations {
    const { arena, layers, plan, sizes } = this.places;
    if (this.setup.precision !== 'float64' || !sizes.isStatic) {
      throw new Error('Normal equations take all rows at once, in float64.');
    }
    if (this.jacobian === null) {
      const before = arena.pages;
      const jacobian = planJacobian(arena, layers, sizes.parameters, sizes.microPanels);
      this.memory.grow(arena.pages - before);
      this.jacobian = jacobian;
      this.jacobian.write(new DataView(this.memory.buffer));
    }
    const { record, product, panelsPerCall } = this.jacobian;
    const from = firstRow / layout.PANEL;
    const to = Math.min(sizes.batchPanels, from + panelsPerCall);
    this.kernels.normalEquations64(plan, record, from, to);
    if (to < sizes.batchPanels) return { nextRow: to * layout.PANEL, sumOfSquares: NaN };
    const sums = new Float64Array(this.memory.buffer, product, (sizes.parameters + 1) ** 2);
    return { nextRow: this.setup.parts.train.rows, sumOfSquares: readProduct(sums, JtJ, Jtr) };
  }

  layerNumbers(layer: number): LayerNumbers {
    const { shape, output, gradient } = this.places.layers[layer]!;
    const stride = panelStride(shape.units, this.setup.precision);
    const length = (this.places.sizes.microPanels * stride) / this.parameters.BYTES_PER_ELEMENT;
    const view = (address: number) => numbersAt(this.buffer, this.setup.precision, address, length);
    return { outputs: view(output), gradients: view(gradient) };
  }

  close(): void {
    this.crew?.close();
  }

  /** What is not zero at first. */
  private fill(): void {
    for (let row = 0; row < this.order.length; row++) this.order[row] = row;
    let offset = 0;
    for (const shape of this.setup.shapes) {
      if (shape.type !== 'batch-normalization') continue;
      this.statistics.fill(1, offset + shape.units, offset + 2 * shape.units);
      offset += 2 * shape.units;
    }
  }

  private measure(mode: number, { firstRow, rows, step }: Batch): number {
    const { batchRows } = this.setup;
    const allRows = this.places.sizes.isStatic ? this.setup.parts.train.rows : batchRows;
    if (rows > allRows || (this.places.sizes.isStatic && rows !== allRows)) {
      throw new Error(`A batch has ${allRows} rows, not ${rows}.`);
    }
    this.sums.fill(0);
    this.words[layout.PLAN_BATCH_ROWS] = rows;
    this.run(mode, { step, firstRow, steps: 1 });
    this.words[layout.PLAN_BATCH_ROWS] = Math.min(batchRows, this.setup.parts.train.rows);
    return this.sums[0]! / rows + this.penalties();
  }

  private penalties(): number {
    return this.places.layers.reduce((sum, { shape, first }) => {
      if (shape.type !== 'dense' || (shape.l1 === 0 && shape.l2 === 0)) return sum;
      const W = numbersAt(this.buffer, this.setup.precision, first, shape.units * shape.inputs);
      return sum + penaltyOf(W, shape);
    }, 0);
  }

  private run(mode: number, request: { step: number; firstRow: number; steps: number }): number {
    this.words[layout.PLAN_MODE] = mode;
    this.words[layout.PLAN_FIRST_STEP] = request.step;
    this.words[layout.PLAN_FIRST_ROW] = request.firstRow;
    this.words[layout.PLAN_STEPS] = request.steps;
    const kernel = this.setup.precision === 'float32' ? 'train32' : 'train64';
    this.crew?.start(kernel, this.places.plan);
    this.kernels[kernel](this.places.plan, 0, this.crew?.threads ?? 1);
    return this.words[layout.PLAN_STEPS_DONE]!;
  }

  private answer(table: number, { stride, firstRow, rows }: AskedRows): FloatArray {
    const { plan, outputs, sizes } = this.places;
    const kernel = this.setup.precision === 'float32' ? this.kernels.predict32 : this.kernels.predict64;
    kernel(plan, table, stride, firstRow, rows);
    // A window costs as much as the answer to a single row: the last one is kept.
    const length = rows * sizes.targets;
    if (this.answers?.length !== length) {
      this.answers = numbersAt(this.buffer, this.setup.precision, outputs, length);
    }
    return this.answers;
  }
}

/** Without making a window onto the row, which for a single one would take longer than the answer. */
function copyRow(to: FloatArray, from: FloatArray, count: number): void {
  for (let k = 0; k < count; k++) to[k] = from[k]!;
}

/** The lower triangle of JᵀJ with Jᵀr below it → both; returns Σ r². */
function readProduct(product: Float64Array, JtJ: Float64Array, Jtr: Float64Array): number {
  const P = Jtr.length;
  const row = P + 1;
  for (let j = 0; j < P; j++) {
    for (let k = 0; k <= j; k++) {
      JtJ[j * P + k] = product[j * row + k]!;
      JtJ[k * P + j] = product[j * row + k]!;
    }
    Jtr[j] = product[P * row + j]!;
  }
  return product[P * row + P]!;
}
