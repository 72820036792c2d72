import type { UnitActivation } from '../../model/activations.ts';
import { ACTIVATIONS } from '../../model/activations.ts';
import type { Experiment } from '../../model/experiment.ts';
import { defaultsOf } from '../../model/fields.ts';
import { type Layer, layerCatalog, type LayerOf } from '../../model/layer-catalog.ts';
import { type Initializer, INITIALIZERS, type Network } from '../../model/network.ts';
import type { Cure } from '../finding.ts';

/** What a network that bends begins with where there is no hidden layer: as the suggestion for a thousand rows. */
const FIRST_LAYERS = { units: 32, layers: 2 } as const;
const DROPOUT_RATE = 0.2;
/** The penalty that is set where there is none, and how much more where there is one. */
const PENALTY = { first: 1e-3, factor: 10 } as const;

function changeNetwork(experiment: Experiment, change: Partial<Network>): Experiment {
  return { ...experiment, network: { ...experiment.network, ...change } };
}

/** Weights that were given by hand no longer fit, or are what is to be changed. */
function withDrawnWeights(experiment: Experiment, change: Partial<Network>): Experiment {
  const { initial: _, ...network } = experiment.network;
  return { ...experiment, network: { ...network, ...change } };
}

/** The initial weights that suit an activation. */
function initializerFor(activation: UnitActivation): Initializer {
  return activation === 'tanh' ||
    activation === 'sigmoid' ||
    activation === 'softsign' ||
    activation === 'linear'
    ? 'glorot-normal'
    : 'he-normal';
}

/** Hidden layers with one activation in place of another, whatever stands in between. */
function replaceActivation(layers: readonly Layer[], from: readonly string[], to: UnitActivation): Layer[] {
  return layers.map((layer) =>
    'activation' in layer && from.includes(layer.activation) ? { ...layer, activation: to } : layer,
  );
}

/** Another activation wherever hidden layers have one of those. */
export function changeActivation(from: readonly UnitActivation[], to: UnitActivation): Cure {
  return {
    label: `${ACTIVATIONS[to]} instead of ${from.length === 1 ? ACTIVATIONS[from[0]!] : 'flat activations'}`,
    change: (experiment) =>
      changeNetwork(experiment, { layers: replaceActivation(experiment.network.layers, from, to) }),
  };
}

/** Another activation, and the initial weights that suit it. */
export function changeActivationAndWeights(from: readonly UnitActivation[], to: UnitActivation): Cure {
  const initializer = initializerFor(to);
  return {
    label: `${ACTIVATIONS[to]}, weights as ${INITIALIZERS[initializer]}`,
    change: (experiment) =>
      withDrawnWeights(experiment, {
        initializer,
        layers: replaceActivation(experiment.network.layers, from, to),
      }),
  };
}

/** Weights drawn as suits the hidden layers' activation; none where they are. */
export function drawWeights({ network }: Experiment): Cure[] {
  const first = network.layers.find((layer): layer is LayerOf<'dense'> => layer.type === 'dense');
  const initializer = initializerFor(first?.activation ?? 'linear');
  if (network.initializer === initializer && network.initial === undefined) return [];
  return [
    {
      label: `Initial weights: ${INITIALIZERS[initializer]}`,
      change: (experiment) => withDrawnWeights(experiment, { initializer }),
    },
  ];
}

/**
 * Batch normalisation between each hidden dense layer and its activation (Ioffe & Szegedy 2015). None where a
 * normalisation is there, or a residual connection, which would lead around other layers than before.
 */
export function normalizeLayers({ network }: Experiment): Cure[] {
  const isPlain = network.layers.every(({ type }) => type === 'dense' || type === 'dropout');
  if (!isPlain || network.layers.length === 0) return [];
  const normalisation = defaultsOf(layerCatalog['batch-normalization'].fields);
  return [
    {
      label: 'Add batch normalisation',
      change: (experiment) =>
        changeNetwork(experiment, {
          layers: experiment.network.layers.flatMap((layer): Layer[] =>
            layer.type !== 'dense'
              ? [layer]
              : [
                  { ...layer, activation: 'linear' },
                  { ...normalisation, type: 'batch-normalization', activation: layer.activation },
                ],
          ),
        }),
    },
  ];
}

/** Twice the units of every hidden layer; two layers where there is none. */
export function enlarge({ network }: Experiment): Cure {
  const { units, layers } = FIRST_LAYERS;
  if (!network.layers.some(({ type }) => type === 'dense')) {
    const layer: Layer = { ...defaultsOf(layerCatalog.dense.fields), type: 'dense', units };
    return {
      label: `Add ${String(layers)} hidden layers of ${String(units)} units`,
      change: (experiment) =>
        withDrawnWeights(experiment, {
          initializer: 'he-normal',
          layers: [...experiment.network.layers, ...Array.from({ length: layers }, () => ({ ...layer }))],
        }),
    };
  }
  return {
    label: 'Four times the units',
    change: (experiment) =>
      withDrawnWeights(experiment, {
        layers: experiment.network.layers.map((layer) =>
          layer.type === 'dense' ? { ...layer, units: 4 * layer.units } : layer,
        ),
      }),
  };
}

/** ReLU where all hidden layers are straight: layers of straight lines make a straight line. */
export function bend({ network }: Experiment): Cure[] {
  const isStraight = network.layers.length > 0 && !hasBends(network);
  return isStraight ? [changeActivationAndWeights(['linear'], 'relu')] : [];
}

/** Whether any hidden layer is more than a straight line. */
export function hasBends({ layers }: Pick<Network, 'layers'>): boolean {
  return layers.some((layer) => 'activation' in layer && layer.activation !== 'linear');
}

/** No penalties and no dropout; none where there are none. */
export function freeWeights({ network }: Experiment): Cure[] {
  const isPenalised = (layer: { l1: number; l2: number }) => layer.l1 > 0 || layer.l2 > 0;
  const isHeld =
    isPenalised(network.output) ||
    network.layers.some(
      (layer) => layer.type === 'dropout' || (layer.type === 'dense' && isPenalised(layer)),
    );
  if (!isHeld) return [];
  return [
    {
      label: 'Remove penalties and dropout',
      change: (experiment) => {
        const { layers, output } = experiment.network;
        return changeNetwork(experiment, {
          layers: layers
            .filter(({ type }) => type !== 'dropout')
            .map((layer) => (layer.type === 'dense' ? { ...layer, l1: 0, l2: 0 } : layer)),
          output: { ...output, l1: 0, l2: 0 },
        });
      },
    },
  ];
}

/** An L2 penalty on every layer, or ten times the one that is there. */
export function penalize(): Cure {
  const more = <T extends { l2: number }>(layer: T): T => ({
    ...layer,
    l2: Number((layer.l2 === 0 ? PENALTY.first : PENALTY.factor * layer.l2).toPrecision(2)),
  });
  return {
    label: 'Stronger L2 penalty',
    change: (experiment) => {
      const { layers, output } = experiment.network;
      return changeNetwork(experiment, {
        layers: layers.map((layer) => (layer.type === 'dense' ? more(layer) : layer)),
        output: more(output),
      });
    },
  };
}

/** Dropout after every hidden dense layer; none where there is dropout, or a connection that counts layers. */
export function dropUnits({ network }: Experiment): Cure[] {
  const isPlain = network.layers.every(({ type }) => type !== 'dropout' && type !== 'residual');
  if (!isPlain || network.layers.length === 0) return [];
  return [
    {
      label: `Add dropout ${String(DROPOUT_RATE)}`,
      change: (experiment) =>
        changeNetwork(experiment, {
          layers: experiment.network.layers.flatMap((layer): Layer[] =>
            layer.type === 'dense' ? [layer, { type: 'dropout', rate: DROPOUT_RATE }] : [layer],
          ),
        }),
    },
  ];
}

/** A quarter of the units, at least two; none where no hidden layer has more. */
export function shrink({ network }: Experiment): Cure[] {
  const smaller = (units: number) => Math.max(2, Math.round(units / 4));
  if (!network.layers.some((layer) => layer.type === 'dense' && smaller(layer.units) < layer.units))
    return [];
  return [
    {
      label: 'A quarter of the units',
      change: (experiment) =>
        withDrawnWeights(experiment, {
          layers: experiment.network.layers.map((layer) =>
            layer.type === 'dense' ? { ...layer, units: Math.min(layer.units, smaller(layer.units)) } : layer,
          ),
        }),
    },
  ];
}
