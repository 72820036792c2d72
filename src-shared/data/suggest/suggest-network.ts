import type { UnitActivation } from '../../model/activations.ts';
import { defaultsOf } from '../../model/fields.ts';
import { layerCatalog } from '../../model/layer-catalog.ts';
import { type Initializer, type Network, networkFields, outputFields } from '../../model/network.ts';
import type { Aim } from './aim.ts';

/** What a network is sized by. */
export interface Extent {
  readonly trainingRows: number;
  /** Values that go into the network. */
  readonly inputs: number;
}

/** With fewer training rows for each input, a surface that bends in every direction is mostly guessed. */
const ROWS_PER_INPUT = 50;

interface Shape {
  readonly layers: number;
  readonly activation: UnitActivation;
  readonly initializer: Initializer;
  /** Of the penalty that stands for weights as large as they are drawn. */
  readonly penaltyShare: number;
}

/** Two layers can bend any way, smoothly. Weights as He et al. (2015) draw them suit SiLU as they suit ReLU. */
const CURVED: Shape = { layers: 2, activation: 'silu', initializer: 'he-normal', penaltyShare: 0.1 };
/** One layer of smaller weights: borders between classes begin gentle, and bend where the rows say so. */
const GENTLE: Shape = { ...CURVED, layers: 1, initializer: 'glorot-normal', penaltyShare: 0.05 };
/** Tanh is straight near 0: the network begins as a straight line, which noisy numbers are seldom far from. */
const NEARLY_STRAIGHT: Shape = {
  layers: 1,
  activation: 'tanh',
  initializer: 'glorot-normal',
  penaltyShare: 0.5,
};

/** Hidden layers sized by the rows, with the penalty that the rows ask for. */
export function suggestNetwork(aim: Aim, extent: Extent): Network {
  const shape = shapeFor(aim, extent);
  const units = unitsFor(extent.trainingRows);
  const widths = Array.from({ length: shape.layers }, (_, k) => (k === 0 ? extent.inputs : units));
  const l2 = (width: number) => penaltyFor(width, extent.trainingRows, shape.penaltyShare);
  const dense = { ...defaultsOf(layerCatalog.dense.fields), type: 'dense', units } as const;
  return {
    ...defaultsOf(networkFields),
    initializer: shape.initializer,
    layers: widths.map((width) => ({ ...dense, activation: shape.activation, l2: l2(width) })),
    output: { ...defaultsOf(outputFields), activation: aim.outputActivation, l2: l2(units) },
  };
}

function shapeFor({ loss }: Aim, { trainingRows, inputs }: Extent): Shape {
  if (trainingRows >= ROWS_PER_INPUT * inputs) return CURVED;
  return loss === 'mse' ? NEARLY_STRAIGHT : GENTLE;
}

function unitsFor(trainingRows: number): number {
  if (trainingRows < 30) return 8;
  if (trainingRows < 1_000) return 32;
  return trainingRows < 10_000 ? 64 : 128;
}

/**
 * λ = share · width / rows. The most probable weights, where each is drawn from a normal distribution of the variance
 * 1 / width, minimise the mean cross-entropy plus ½·λ·ΣW² with λ = width / rows (MacKay 1992); `share` says how much
 * larger than as drawn weights may become. Kept to two digits, as a person would write it.
 */
function penaltyFor(width: number, trainingRows: number, share: number): number {
  return Number(((share * width) / trainingRows).toPrecision(2));
}
