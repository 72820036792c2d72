import { createFloatArray, type FloatArray, toPrecision } from '../core/float-array.ts';
import type { LayerShape } from '../model/network.ts';
import { copyRows } from './gather.ts';
import type { Backend, Machine, MachineSetup, TrainingPart } from './machine.ts';
import { parameterOffsets } from './parameters.ts';

export interface GradientCheckOptions {
  /** Training rows that the loss is taken over, from the first on. */
  readonly rows: number;
  /** Most parameters of one layer that are checked, evenly spread over it. */
  readonly parametersPerLayer: number;
  /** The largest relative error that passes. */
  readonly tolerance: number;
}

/** One parameter, by its index in the flat array. */
export interface CheckedParameter {
  readonly index: number;
  readonly analytic: number;
  readonly numeric: number;
}

/** What the check found in one layer that has parameters. */
export interface LayerCheck {
  /** Place among the layers, 0 first. */
  readonly layer: number;
  readonly type: LayerShape['type'];
  /** Parameters compared. */
  readonly checked: number;
  /** Parameters left out, because the loss has a kink there and so no gradient to compare with. */
  readonly kinks: number;
  readonly maxRelativeError: number;
  /** The parameter with that error. */
  readonly worst: CheckedParameter | null;
}

export interface GradientCheck {
  readonly layers: readonly LayerCheck[];
  readonly maxRelativeError: number;
  /** Every error is within the tolerance, and something was compared. */
  readonly passed: boolean;
}

/** Half the first step, relative to the parameter's size: truncation and rounding are both near 1e-12 there. */
const FIRST_STEP = 1e-4;
/** A kink inside a step is left behind by smaller ones, each this much shorter. */
const STEP_FACTOR = 1 / 16;
const STEPS = 3;
/** How far the differences of two steps may lie apart, relative to the slope; and where no smaller step is tried. */
const AGREEMENT = 1e-6;
const CERTAINTY = 1e-7;
/** Relative error of a loss, so that two differences that agree by chance are not taken for certain. */
const ROUNDING = 1e-15;
/** Of one-sided differences of a smooth loss, those of half the step lie half as far apart; at a kink, as far. */
const KINK_RATIO = 0.75;
/** Components smaller than these shares of the largest and of the loss count as that size: rounding rules there. */
const SMALL_COMPONENT = 1e-3;
const SMALL_BESIDE_LOSS = 1e-3;

/**
 * Compares the gradients of a network with central differences of its loss, in float64 whatever the run's precision, on
 * its own data. The step is held fixed, so dropout keeps its masks; running statistics play no part.
 *
 * Shapes: parameters [P]; they are only read.
 * Source: central differences with Richardson's extrapolation, Dahlquist & Björck, "Numerical Methods" (1974), ch. 7. Relative
 * error |analytic − numeric| / max(|analytic|, |numeric|), with a floor for components too small to be measured.
 */
export function gradientCheck(
  backend: Backend,
  setup: MachineSetup,
  parameters: FloatArray,
  options: GradientCheckOptions,
): GradientCheck {
  const rows = Math.min(options.rows, setup.parts.train.rows);
  const train = firstRows(setup.parts.train, rows);
  const machine = backend.createMachine({
    ...setup,
    precision: 'float64',
    optimizer: null,
    clipping: null,
    batchRows: rows,
    parts: { train, validation: null, test: null },
  });
  machine.parameters.set(parameters);
  const layers = checkLayers(machine, setup.shapes, rows, options.parametersPerLayer);
  machine.close();
  const maxRelativeError = highest(layers.map((layer) => layer.maxRelativeError));
  const passed = maxRelativeError <= options.tolerance && layers.some((layer) => layer.checked > 0);
  return { layers, maxRelativeError, passed };
}

/**
 * Gradients of a batch of training rows beside differences of its loss, parameter by parameter: null where the loss has a
 * kink that no step can leave behind. Yields after each of them, since all together take a while.
 *
 * Shapes: `indices` into the parameters [P] of a float64 machine; one answer for each.
 * Source: as `gradientCheck`.
 */
export function* compareGradients(
  machine: Machine,
  rows: number,
  indices: readonly number[],
): Generator<undefined, ComparedGradient[], undefined> {
  const measured = measure(machine, rows);
  const compared: ComparedGradient[] = [];
  for (const index of indices) {
    const analytic = measured.analytic[index]!;
    const numeric = numericSlope(measured, index);
    const relativeError = numeric === null ? null : errorOf(measured, analytic, numeric);
    compared.push({ analytic, numeric, relativeError });
    yield;
  }
  return compared;
}

interface ComparedGradient {
  readonly analytic: number;
  readonly numeric: number | null;
  readonly relativeError: number | null;
}

function firstRows(part: TrainingPart, rows: number): TrainingPart {
  const cut = (values: FloatArray) => {
    const kept = createFloatArray('float64', (values.length / part.rows) * rows);
    copyRows(kept, toPrecision('float64', values), 0, rows, part.rows);
    return kept;
  };
  const weights = part.weights === null ? null : cut(part.weights);
  return { rows, inputs: cut(part.inputs), targets: cut(part.targets), weights };
}

/** The loss along one parameter, and how small a component may be before it counts as noise. */
interface Measured {
  readonly machine: Machine;
  readonly computeLoss: () => number;
  /** Where the parameters are. */
  readonly loss: number;
  readonly analytic: FloatArray;
  readonly floor: number;
}

function checkLayers(
  machine: Machine,
  shapes: readonly LayerShape[],
  rows: number,
  atMost: number,
): LayerCheck[] {
  const measured = measure(machine, rows);
  const offsets = parameterOffsets(shapes);
  return shapes.flatMap(({ type, parameters }, layer) =>
    parameters === 0
      ? []
      : [{ layer, type, ...checkParameters(measured, spread(offsets[layer]!, parameters, atMost)) }],
  );
}

/** Loss and gradients of the first rows, which the differences are compared with. */
function measure(machine: Machine, rows: number): Measured {
  const batch = { firstRow: 0, rows, step: 0 };
  const loss = machine.computeGradients(batch);
  const analytic = machine.gradients.slice();
  const largest = highest(Array.from(analytic.filter(Number.isFinite), Math.abs));
  const floor = Math.max(SMALL_COMPONENT * largest, SMALL_BESIDE_LOSS * Math.abs(loss), Number.MIN_VALUE);
  return { machine, computeLoss: () => machine.computeLoss(batch), loss, analytic, floor };
}

/** At most `atMost` of `count` neighbouring indices, the first and the last among them. */
function spread(start: number, count: number, atMost: number): number[] {
  if (count <= atMost) return Array.from({ length: count }, (_, k) => start + k);
  const stride = (count - 1) / Math.max(1, atMost - 1);
  return Array.from({ length: atMost }, (_, k) => start + Math.round(k * stride));
}

function checkParameters(measured: Measured, indices: readonly number[]): Omit<LayerCheck, 'layer' | 'type'> {
  let maxRelativeError = 0;
  let worst: CheckedParameter | null = null;
  let kinks = 0;
  for (const index of indices) {
    const numeric = numericSlope(measured, index);
    if (numeric === null) {
      kinks += 1;
      continue;
    }
    const analytic = measured.analytic[index]!;
    const error = errorOf(measured, analytic, numeric);
    // NaN is no error that passes: it comes out on top and stays there.
    if (worst !== null && (error <= maxRelativeError || Number.isNaN(maxRelativeError))) continue;
    maxRelativeError = Math.max(maxRelativeError, error);
    worst = { index, analytic, numeric };
  }
  return { checked: indices.length - kinks, kinks, maxRelativeError, worst };
}

function errorOf({ floor }: Measured, analytic: number, numeric: number): number {
  return Math.abs(analytic - numeric) / Math.max(Math.abs(analytic), Math.abs(numeric), floor);
}

/** ∂L/∂θ by differences; null where there is a kink that no step can leave behind. */
function numericSlope(measured: Measured, index: number): number | null {
  const { floor } = measured;
  const { parameters } = measured.machine;
  const kept = parameters[index]!;
  const at = (offset: number) => {
    parameters[index] = kept + offset;
    const loss = measured.computeLoss();
    parameters[index] = kept;
    return loss;
  };
  let best = { slope: 0, doubt: AGREEMENT };
  for (let k = 0; k < STEPS && best.doubt > CERTAINTY; k++) {
    const step = FIRST_STEP * Math.max(1, Math.abs(kept)) * STEP_FACTOR ** k;
    const whole = differences(at, measured.loss, step);
    const half = differences(at, measured.loss, step / 2);
    const slope = (4 * half.central - whole.central) / 3;
    const size = Math.max(floor, Math.abs(slope));
    const noise = (ROUNDING * Math.abs(measured.loss)) / step;
    const doubt = (Math.abs(whole.central - half.central) + noise) / size;
    if (Number.isNaN(doubt)) return NaN;
    const isKink = half.jump > AGREEMENT * size + 10 * noise && half.jump > KINK_RATIO * whole.jump;
    if (!isKink && doubt < best.doubt) best = { slope, doubt };
  }
  return best.doubt < AGREEMENT ? best.slope : null;
}

/** The central difference, and how far the two one-sided ones lie apart. */
function differences(at: (offset: number) => number, middle: number, step: number) {
  const above = at(step);
  const below = at(-step);
  return {
    central: (above - below) / (2 * step),
    jump: Math.abs(above - 2 * middle + below) / step,
  };
}

/** The highest of some numbers, 0 of none; NaN where one is NaN. */
function highest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
