import article from '@resources/examples/article-solved.json' with { type: 'json' };
import type { Random } from '@shared/core/random.ts';
import { defaultsOf } from '@shared/model/fields.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { type Layer, layerCatalog } from '@shared/model/layer-catalog.ts';
import { optimizerCatalog, type Training } from '@shared/model/training-catalog.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { completeExperiment } from '../../../src-main/tables/complete-experiment.ts';

const TABLES = ['iris', 'wine', 'breast_cancer', 'diabetes', 'linnerud'] as const;
const ACTIVATIONS = ['relu', 'tanh', 'silu', 'gelu'] as const;
const OPTIMIZERS = ['adam', 'sgd', 'rmsprop', 'adamax'] as const;
const RATES = [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1] as const;
const WIDTHS = [4, 8, 16, 32, 64] as const;
const BATCHES = [8, 16, 32, 64] as const;

/** One experiment for each table, as Ninestep suggests it, and one with formulas. */
export async function baseExperiments(): Promise<Experiment[]> {
  const bases = await Promise.all(
    TABLES.map(async (id) => {
      const file = {
        format: 'ninestep-experiment',
        version: 1,
        name: id,
        data: { source: { kind: 'bundled', id } },
      };
      return parseExperiment(await completeExperiment(file, '/'));
    }),
  );
  return [...bases, parseExperiment(article)];
}

/** The same table with another network and another way to train it, as a person would try them. */
export function variedExperiment(base: Experiment, random: Random): Experiment {
  const activation = pick(ACTIVATIONS, random);
  const layers = Array.from({ length: 1 + random.below(3) }, () =>
    denseLayer(pick(WIDTHS, random), activation),
  ).flatMap((layer): Layer[] =>
    random.below(4) === 0
      ? [layer, { ...defaultsOf(layerCatalog.dropout.fields), type: 'dropout', rate: 0.2 }]
      : [layer],
  );
  const { initial: _, ...network } = base.network;
  const varied: Experiment = {
    ...base,
    testCases: [],
    network: { ...network, layers, seed: random.below(1_000) },
    training: {
      ...base.training,
      optimizer: optimizer(pick(OPTIMIZERS, random), pick(RATES, random)),
      batchSize: pick(BATCHES, random),
      epochs: [50, 100, 200, 400][random.below(4)]!,
      seed: random.below(1_000),
    },
  };
  return { ...varied, name: nameOf(varied, random) };
}

export function withRateAndSeed(experiment: Experiment, rate: number, seed: number): Experiment {
  const { network, training } = experiment;
  return {
    ...experiment,
    network: { ...network, seed },
    training: {
      ...training,
      seed,
      optimizer: { ...training.optimizer, learningRate: rate } as Training['optimizer'],
    },
  };
}

export function pick<T>(from: readonly T[], random: Random): T {
  return from[random.below(from.length)]!;
}

function denseLayer(units: number, activation: (typeof ACTIVATIONS)[number]): Layer {
  return { ...defaultsOf(layerCatalog.dense.fields), type: 'dense', units, activation };
}

function optimizer(type: (typeof OPTIMIZERS)[number], learningRate: number): Training['optimizer'] {
  return { ...defaultsOf(optimizerCatalog[type].fields), type, learningRate } as Training['optimizer'];
}

/** Now and then as long as a name may be read at all, or in other letters. */
function nameOf({ name, network }: Experiment, random: Random): string {
  const shape = network.layers.flatMap((layer) => (layer.type === 'dense' ? [layer.units] : [])).join('-');
  const plain = `${name} ${shape}`;
  switch (random.below(40)) {
    case 0:
      return `${plain}, the one that we tried after the meeting because nobody believed that fewer units would do`;
    case 1:
      return `${plain} – größere Schrittweite, 学習率を変更`;
    default:
      return plain;
  }
}
