import { parameterCount } from '../../model/network.ts';
import type { FirstOrderOptimizer } from '../../model/training-catalog.ts';
import * as layout from '../kernels/plan-layout.ts';
import type { MachineSetup } from '../machine.ts';
import { updateRule } from '../optimizers/optimizer.ts';
import { allocate } from '../wasm/allocate.ts';
import { Arena } from '../wasm/arena.ts';
import { clippingCode, OPTIMIZER_CODES } from '../wasm/codes.ts';
import { MOST_COEFFICIENTS } from '../wasm/regions.ts';

/** What the module exports: see kernels/update-module.ts. */
interface UpdateKernel {
  readonly update32: (plan: number) => number;
}

/** What came of an update. `left`: nothing was touched, since a number is so large that others must see to the step. */
export type UpdateOutcome = 'made' | 'left' | 'broken-off';

const OUTCOMES: Readonly<Record<number, UpdateOutcome>> = {
  [layout.UPDATE_MADE]: 'made',
  [layout.UPDATE_LEFT]: 'left',
  [layout.UPDATE_BROKEN_OFF]: 'broken-off',
};

/**
 * Parameters, their gradients and what the optimizer remembers, in memory where a kernel updates them in one pass. A native
 * library reads and writes the same memory, so that nothing is copied.
 *
 * Shapes: as in `Machine`.
 * Source: kernels/optimizers.ts.
 */
export class Updater {
  readonly parameters: Float32Array;
  readonly gradients: Float32Array;
  readonly slots: readonly Float32Array[];

  private readonly plan: number;
  private readonly coefficients: Float64Array;
  private readonly kernel: UpdateKernel;

  constructor(
    { shapes, clipping }: MachineSetup,
    optimizer: FirstOrderOptimizer,
    module: WebAssembly.Module,
  ) {
    const P = parameterCount(shapes);
    const places = planPlaces(P, updateRule(optimizer.type).slots);
    const memory = allocate(places.pages, { isShared: false });
    const numbers = (address: number) => new Float32Array(memory.buffer, address, P);
    this.parameters = numbers(places.parameters);
    this.gradients = numbers(places.gradients);
    this.slots = places.slots.map(numbers);
    this.plan = places.plan;
    this.coefficients = new Float64Array(memory.buffer, places.coefficients, MOST_COEFFICIENTS);
    this.kernel = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as UpdateKernel;
    const words = new Int32Array(memory.buffer, places.plan, layout.PLAN_WORDS);
    words[layout.PLAN_PARAMETERS] = places.parameters;
    words[layout.PLAN_GRADIENTS] = places.gradients;
    words.set(places.slots, layout.PLAN_SLOTS);
    words[layout.PLAN_PARAMETER_COUNT] = P;
    words[layout.PLAN_OPTIMIZER] = OPTIMIZER_CODES[optimizer.type];
    words[layout.PLAN_COEFFICIENTS] = places.coefficients;
    words[layout.PLAN_CLIPPING] = clippingCode(clipping);
    words[layout.PLAN_CLIPPING_LIMIT] = places.clippingLimit;
    words[layout.PLAN_NOTICES] = places.notices;
    new Float64Array(memory.buffer, places.clippingLimit, 1)[0] = clipping?.limit ?? 0;
  }

  /** Clips the gradients and updates the parameters by them. `coefficients`: as the optimizer's rule says, of one step. */
  update(coefficients: Float64Array): UpdateOutcome {
    this.coefficients.set(coefficients);
    return OUTCOMES[this.kernel.update32(this.plan)]!;
  }
}

function planPlaces(P: number, slots: number) {
  const arena = new Arena('float32');
  // Padded with zeros, because updates take whole vectors.
  const perParameter = () => arena.numbers(Math.ceil(P / 8) * 8);
  const places = {
    plan: arena.words(layout.PLAN_WORDS),
    notices: arena.words(1),
    clippingLimit: arena.bytes(8),
    coefficients: arena.bytes(MOST_COEFFICIENTS * 8),
    parameters: perParameter(),
    gradients: perParameter(),
    slots: Array.from({ length: slots }, perParameter),
  };
  return { ...places, pages: arena.pages };
}
