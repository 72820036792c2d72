import type { FloatArray } from '../core/float-array.ts';
import { LIMITS } from '../core/limits.ts';
import { activationFunctions } from '../engine/activations.ts';
import { dropoutFactors } from '../engine/layers/dropout.ts';
import { momentsOf } from '../engine/layers/normalization.ts';
import { parameterOffsets } from '../engine/parameters.ts';
import { activationOf, type LayerShape } from '../model/network.ts';
import type { LayerTrace, StepMoments } from '../model/nine-steps.ts';
import type { OpenStep } from './open-step.ts';

/** What the layer gave and got, before the parameters were moved; `dA` for the chosen row, null where the loss gives dZ. */
export type LayerNow = Omit<LayerTrace, 'updated'>;

/**
 * One layer's numbers for the chosen row, after the machine has computed the gradients of the step.
 *
 * Shapes: as in `LayerTrace`. Source: the buffers of the reference program; factors and moments by the engine's own
 * functions, from the same numbers.
 */
export function traceLayer(step: OpenStep, layer: number, dA: Float64Array | null): LayerNow {
  const { program, shapes, place, train } = step;
  const N = train.rows;
  const shape = shapes[layer]!;
  const { Z, A, dA: dZ } = program.layers[layer]!;
  const rowOf = (values: FloatArray) => valuesOfRow(values, shape.units, N, place);
  const [z, a] = [rowOf(Z), rowOf(A)];
  const activation = activationOf(shape);
  const units = shownUnits(shape);
  return {
    layer,
    input: signalOfRow(step, layer),
    source: shape.type === 'residual' ? signalOfRow(step, layer - shape.over) : null,
    mask: shape.type === 'dropout' ? rowOf(maskOf(step, layer, shape)) : null,
    moments: momentsOfRow(step, layer, shape),
    z,
    slope:
      activation === 'softmax'
        ? null
        : z.map((value, unit) => activationFunctions[activation].slope(value, a[unit]!)),
    a,
    dA,
    dZ: rowOf(dZ),
    units,
    parameters: parametersOf(step, program.parameters, layer, units),
    gradients: parametersOf(step, program.gradients, layer, units),
  };
}

/** One sample's numbers out of [units, N]. */
export function valuesOfRow(values: FloatArray, units: number, N: number, n: number): Float64Array {
  return Float64Array.from({ length: units }, (_, unit) => values[unit * N + n]!);
}

/** What goes into a layer: the scaled inputs, or the activations of the layer before it. */
function signalOfRow({ program, shapes, place, train }: OpenStep, layer: number): Float64Array {
  const values = layer === 0 ? program.X : program.layers[layer - 1]!.A;
  return valuesOfRow(values, shapes[layer]!.inputs, train.rows, place);
}

/** The whole mask of the step, as the layer drew it: [units, N]. */
export function maskOf(
  { experiment, train }: Pick<OpenStep, 'experiment' | 'train'>,
  layer: number,
  { units, rate }: Extract<LayerShape, { type: 'dropout' }>,
): Float64Array {
  const mask = new Float64Array(units * train.rows);
  dropoutFactors(mask, rate, { seed: experiment.training.seed, step: 0, layer }, units, train.rows);
  return mask;
}

function momentsOfRow(step: OpenStep, layer: number, shape: LayerShape): StepMoments | null {
  if (shape.type !== 'batch-normalization' && shape.type !== 'layer-normalization') return null;
  const { program, train, place } = step;
  const [U, N] = [shape.units, train.rows];
  const input = layer === 0 ? program.X : program.layers[layer - 1]!.A;
  const ofUnit = (unit: number) =>
    momentsOf(
      input,
      shape.type === 'batch-normalization'
        ? { start: unit * N, stride: 1, count: N }
        : { start: place, stride: N, count: U },
    );
  const moments = Array.from({ length: U }, (_, unit) => ofUnit(unit));
  return {
    mean: Float64Array.from(moments, ({ mean }) => mean),
    variance: Float64Array.from(moments, ({ variance }) => variance),
    normalized: Float64Array.from(moments, ({ mean, variance }, unit) => {
      const inverse = 1 / Math.sqrt(variance + shape.epsilon);
      return (input[unit * N + place]! - mean) * inverse;
    }),
  };
}

/** Units whose parameters a person is shown: as many as LIMITS.stepNumbers allows, and one at least. */
function shownUnits({ units, parameters }: LayerShape): number {
  return Math.min(units, Math.max(1, Math.floor(LIMITS.stepNumbers / Math.max(1, parameters / units))));
}

/** The first units' share of a flat array as long as all parameters: W before b, γ before β. */
export function parametersOf(
  { shapes }: Pick<OpenStep, 'shapes'>,
  all: FloatArray,
  layer: number,
  units: number,
): Float64Array {
  const shape = shapes[layer]!;
  if (shape.parameters === 0) return new Float64Array(0);
  const start = parameterOffsets(shapes)[layer]!;
  const perUnit = shape.parameters / shape.units - 1;
  const second = start + perUnit * shape.units;
  const taken = new Float64Array((perUnit + 1) * units);
  taken.set(all.subarray(start, start + perUnit * units));
  taken.set(all.subarray(second, second + units), perUnit * units);
  return taken;
}
