import { createFloatArray, type FloatArray, type Precision, toPrecision } from '../core/float-array.ts';
import { NumpyLegacyRandom } from '../core/numpy-legacy-random.ts';
import { Random } from '../core/random.ts';
import {
  type LayerParameters,
  type LayerShape,
  type Network,
  type NormalizationStart,
  parameterCount,
} from '../model/network.ts';
import { initializers } from './initializers.ts';

/**
 * Numbers that batch normalisations keep running, all together: mean and variance of every unit.
 *
 * Shapes: `shapes` as `layerShapes` gives them.
 * Source: the layout of `Machine.statistics`.
 */
export function statisticsCount(shapes: readonly LayerShape[]): number {
  return shapes.reduce((sum, shape) => sum + statisticsOf(shape), 0);
}

/**
 * The same for one layer.
 *
 * Shapes: none. Source: as `statisticsCount`.
 */
export function statisticsOf(shape: LayerShape): number {
  return shape.type === 'batch-normalization' ? 2 * shape.units : 0;
}

/**
 * Where each layer's parameters begin in the flat array.
 *
 * Shapes: one offset a layer, in the layers' order.
 * Source: the layout of `Machine.parameters`.
 */
export function parameterOffsets(shapes: readonly LayerShape[]): number[] {
  let offset = 0;
  return shapes.map(({ parameters }) => {
    offset += parameters;
    return offset - parameters;
  });
}

/**
 * The parameters that training starts from, flat: those the network gives, else drawn from its seed (article, step 5).
 * Normalisations start with scale 1 and shift 0.
 *
 * Shapes: [P]; `network.initial` holds W [O][I] and b [O] of every dense layer, the output included.
 * Source: the initializers' own. The article's draw from NumPy's legacy generator, seeded anew; in the article itself the
 * data come first from the same stream, so its own weights stand in `network.initial`.
 */
export function initialParameters(
  shapes: readonly LayerShape[],
  network: Pick<Network, 'initial' | 'initialNormalizations' | 'initializer' | 'initialConstant' | 'seed'>,
  precision: Precision,
): FloatArray {
  const parameters = createFloatArray(precision, parameterCount(shapes));
  const offsets = parameterOffsets(shapes);
  const fillDense = denseFiller(network);
  const starts = [...startsOf(network)];
  shapes.forEach((shape, l) => {
    const own = parameters.subarray(offsets[l], offsets[l]! + shape.parameters);
    if (shape.type === 'dense') fillDense(own, shape.units, shape.inputs);
    else if (shape.parameters > 0) fillNormalization(own, shape.units, starts.shift());
  });
  return parameters;
}

/** What each normalisation is given to begin with; none where the network does not say. */
function startsOf({
  initial,
  initialNormalizations = [],
}: Pick<Network, 'initial' | 'initialNormalizations'>): readonly NormalizationStart[] {
  return initial === undefined ? [] : initialNormalizations;
}

function fillNormalization(own: FloatArray, units: number, start: NormalizationStart | undefined): void {
  if (start === undefined) {
    own.fill(1, 0, units);
    return;
  }
  own.set(start.gamma);
  own.set(start.beta, units);
}

/**
 * The running statistics that a network is given to begin with, flat; null where it is given none, and they are those of
 * nothing yet.
 *
 * Shapes: mean [U] and variance [U] of each batch normalisation, one layer after the other.
 * Source: the layout of `Machine.statistics`.
 */
export function initialStatistics(
  network: Pick<Network, 'initial' | 'initialNormalizations'>,
  precision: Precision,
): FloatArray | null {
  const lists = startsOf(network).flatMap(({ mean, variance }) =>
    mean === undefined || variance === undefined ? [] : [mean, variance],
  );
  return lists.length === 0 ? null : toPrecision(precision, lists.flat());
}

/** Fills the parameters of one dense layer after the other. */
function denseFiller({
  initial,
  initializer,
  initialConstant,
  seed,
}: Parameters<typeof initialParameters>[1]): (own: FloatArray, O: number, I: number) => void {
  if (initial !== undefined) {
    const rest = [...initial];
    return (own, _O, I) => {
      setDense(own, rest.shift()!, I);
    };
  }
  const random =
    initializer === 'article' ? new NumpyLegacyRandom(seed) : new Random(seed, 'initial weights');
  const fill = initializers[initializer];
  return (own, O, I) => {
    fill(own.subarray(0, O * I), own.subarray(O * I), O, I, { random, constant: initialConstant });
  };
}

function setDense(own: FloatArray, { W, b }: LayerParameters, I: number): void {
  W.forEach((row, o) => {
    own.set(row, o * I);
  });
  own.set(b, W.length * I);
}
