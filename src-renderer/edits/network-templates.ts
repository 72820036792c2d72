import { aimOf } from '@shared/data/suggest/aim.ts';
import { suggestNetwork } from '@shared/data/suggest/suggest-network.ts';
import type { UnitActivation } from '@shared/model/activations.ts';
import { type Experiment, inputNames } from '@shared/model/experiment.ts';
import { defaultsOf } from '@shared/model/fields.ts';
import { type Layer, layerCatalog } from '@shared/model/layer-catalog.ts';
import type { Initializer, Network } from '@shared/model/network.ts';
import { trainingRows } from './forecast.ts';

/** A whole network to begin from. */
export interface Template {
  readonly label: string;
  /** What it consists of, in a few words. */
  readonly help: string;
  /** The output keeps its activation, which belongs to the loss; seeds stay. */
  readonly partsOf: (experiment: Experiment) => Pick<Network, 'layers' | 'initializer'> & { l2?: number };
}

export const TEMPLATES: readonly Template[] = [
  {
    label: 'Suggested for the data',
    help: 'sized by its rows and inputs',
    partsOf: suggested,
  },
  {
    label: 'Linear model',
    help: 'no hidden layer',
    partsOf: () => ({ layers: [], initializer: 'glorot-normal' }),
  },
  {
    label: 'One hidden layer',
    help: '32 units, tanh',
    partsOf: () => stack([32], 'tanh', 'glorot-normal'),
  },
  {
    label: 'Wide',
    help: 'one layer of 256 units, ReLU',
    partsOf: () => stack([256], 'relu', 'he-normal'),
  },
  {
    label: 'Funnel',
    help: '64, 32 and 16 units, SiLU',
    partsOf: () => stack([64, 32, 16], 'silu', 'he-normal'),
  },
  {
    label: 'Deep',
    help: 'six layers of 32, normalised',
    partsOf: () => ({
      layers: Array.from({ length: 6 }, () => [dense(32, 'linear'), normalised('relu')]).flat(),
      initializer: 'he-normal',
    }),
  },
  {
    label: 'Residual',
    help: 'three blocks of two layers, SiLU',
    partsOf: () => ({
      layers: [dense(32, 'silu'), ...Array.from({ length: 3 }, residualBlock).flat()],
      initializer: 'he-normal',
    }),
  },
  {
    label: 'With dropout',
    help: '64 and 64 units, 20 % dropped',
    partsOf: () => ({
      layers: [dense(64, 'relu'), dropout(0.2), dense(64, 'relu'), dropout(0.2)],
      initializer: 'he-normal',
    }),
  },
  {
    label: 'The article’s 2-4-4-3',
    help: '4 and 4 units, ReLU',
    partsOf: () => stack([4, 4], 'relu', 'article'),
  },
];

/** The experiment's network with the hidden layers of a template. */
export function fromTemplate(experiment: Experiment, { partsOf }: Template): Network {
  const { initial: _, ...network } = experiment.network;
  const { layers, initializer, l2 = 0 } = partsOf(experiment);
  return { ...network, layers, initializer, output: { ...network.output, l1: 0, l2 } };
}

/** What suits the number of rows and inputs (docs/data.md gives the rules); a method that knows no penalties gets none. */
function suggested(experiment: Experiment): ReturnType<Template['partsOf']> {
  const { layers, initializer, output } = suggestNetwork(aimOf(experiment.data), {
    trainingRows: Math.max(1, trainingRows(experiment) ?? experiment.data.source.rows),
    inputs: Math.max(1, inputNames(experiment).length),
  });
  if (experiment.training.optimizer.type !== 'levenberg-marquardt') {
    return { layers, initializer, l2: output.l2 };
  }
  return {
    layers: layers.map((layer) => (layer.type === 'dense' ? { ...layer, l2: 0 } : layer)),
    initializer,
  };
}

function stack(
  widths: readonly number[],
  activation: UnitActivation,
  initializer: Initializer,
): ReturnType<Template['partsOf']> {
  return { layers: widths.map((units) => dense(units, activation)), initializer };
}

function residualBlock(): Layer[] {
  return [dense(32, 'silu'), dense(32, 'linear'), { type: 'residual', over: 2 }];
}

function dense(units: number, activation: UnitActivation): Layer {
  return { type: 'dense', ...defaultsOf(layerCatalog.dense.fields), units, activation };
}

function normalised(activation: UnitActivation): Layer {
  const type = 'batch-normalization';
  return { type, ...defaultsOf(layerCatalog[type].fields), activation };
}

function dropout(rate: number): Layer {
  return { type: 'dropout', rate };
}
