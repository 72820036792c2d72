import type { Experiment } from '@shared/model/experiment.ts';
import { defaultsOf } from '@shared/model/fields.ts';
import { layerCatalog } from '@shared/model/layer-catalog.ts';
import { scheduleCatalog } from '@shared/model/schedule-catalog.ts';
import { optimizerCatalog, type OptimizerType } from '@shared/model/training-catalog.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { describe, expect, it } from 'vitest';
import { fixesOf } from '../../../src-renderer/edits/fixes.ts';
import { parseLayers } from '../../../src-renderer/edits/layer-shorthand.ts';
import { experimentProblems } from '../../../src-renderer/edits/problems.ts';
import { classificationJson, minimalExperiment } from '../../helpers/experiments.ts';
import { withValue } from '../../helpers/json-path.ts';
import { layerWords } from '../../helpers/layer-words.ts';

/** The smallest experiment with some of its settings changed, each by its place; it need not fit together. */
function changed(changes: Readonly<Record<string, unknown>>, base: unknown = minimalExperiment): Experiment {
  let experiment = parseExperiment(base);
  for (const [at, value] of Object.entries(changes)) experiment = withValue(experiment, at, value);
  return experiment;
}

function layers(text: string): unknown {
  const read = parseLayers(text);
  if (!read.ok) throw new Error(read.problem);
  return read.value;
}

const DENSE = { type: 'dense', ...defaultsOf(layerCatalog.dense.fields) };
const optimizer = (type: OptimizerType) => ({
  'training.optimizer': { type, ...defaultsOf(optimizerCatalog[type].fields) },
});
const LM = optimizer('levenberg-marquardt');
const FULL = { ...LM, 'training.batchSize': 'full', 'training.precision': 'float64' };
const LBFGS = { ...FULL, ...optimizer('lbfgs') };

const CASES: [what: string, Experiment, at: string, labels: string[]][] = [
  [
    'a connection in front of all layers',
    changed({ 'network.layers': layers('residual 1, 4') }),
    'network.layers[0].over',
    ['Remove it'],
  ],
  [
    'a connection around more layers than there are',
    changed({ 'network.layers': layers('4, 4, residual 5') }),
    'network.layers[2].over',
    ['Lead it around 1 layer', 'Remove it'],
  ],
  [
    'a connection between layers of other widths',
    changed({ 'network.layers': layers('8, 4, 6, residual 2') }),
    'network.layers[3].over',
    ['Give layer 3 8 units', 'Remove it'],
  ],
  [
    'dropout where every step must see the same',
    changed({ ...LBFGS, 'network.layers': layers('4, dropout 0.2') }),
    'network.layers[1]',
    ['Remove it', 'Take Adam'],
  ],
  [
    'a penalty that a method does not know',
    changed({ ...FULL, 'network.layers': [{ ...DENSE, l2: 0.1 }] }),
    'network.layers[0].l2',
    ['Set it to 0', 'Take L-BFGS'],
  ],
  [
    'a penalty at the output',
    changed({ ...FULL, 'network.output.l1': 0.1 }),
    'network.output.l1',
    ['Set it to 0', 'Take L-BFGS'],
  ],
  [
    'weights that do not fit the layers',
    changed({ 'network.layers': layers('2'), 'network.initial': [{ W: [[1]], b: [0] }] }),
    'network.initial',
    ['Draw the initial weights'],
  ],
  [
    'a weight that is no finite number of single precision',
    changed({ 'network.layers': [], 'network.initial': [{ W: [[1e300]], b: [0] }] }),
    'network.initial[0]',
    ['Draw the initial weights'],
  ],
  [
    'more parameters than there may be',
    changed({ 'network.layers': layers('16384, 16384') }),
    'network.layers',
    ['Shrink the layers to fit'],
  ],
  [
    'an output that a loss cannot take',
    changed({ 'network.output.activation': 'linear' }, classificationJson),
    'network.output.activation',
    ['Choose softmax', 'Take mean squared error'],
  ],
  [
    'batches for a method that wants all rows',
    changed(LM),
    'training.batchSize',
    ['Set what Levenberg–Marquardt needs', 'Take Adam'],
  ],
  [
    'a schedule for a method without a rate',
    changed({
      ...LBFGS,
      'training.schedule': { type: 'exponential', ...defaultsOf(scheduleCatalog.exponential.fields) },
    }),
    'training.schedule.type',
    ['Set what L-BFGS needs', 'Take Adam'],
  ],
  [
    'a method that would need too much memory',
    changed({ ...FULL, 'network.layers': layers('256, 256') }),
    'training.optimizer.type',
    ['Take L-BFGS', 'Take Adam'],
  ],
  [
    'balanced classes where there are none',
    changed({ 'training.classWeights': 'balanced' }),
    'training.classWeights',
    ['Take all rows alike'],
  ],
];

describe('a problem is fixed with one press', () => {
  it.each(CASES)('%s', (_, experiment, at, labels) => {
    const problem = experimentProblems(experiment).find((known) => known.at === at);
    expect(problem?.message).toMatch(/\w/);
    const fixes = fixesOf(experiment, problem!);
    expect(fixes.map(({ label }) => label)).toEqual(labels);
    for (const { apply } of fixes) {
      const problems = experimentProblems(apply(experiment));
      expect(problems.filter((left) => left.at === at && left.message === problem!.message)).toEqual([]);
    }
  });

  it.each(CASES)('the first fix alone lets a network be trained: %s', (_, experiment, at) => {
    const problem = experimentProblems(experiment).find((known) => known.at === at)!;
    expect(experimentProblems(fixesOf(experiment, problem)[0]!.apply(experiment))).toEqual([]);
  });

  it('shrinks layers to just below the limit, in proportion', () => {
    const experiment = changed({ 'network.layers': layers('16384, 8192') });
    const [problem] = experimentProblems(experiment);
    const { network } = fixesOf(experiment, problem!)[0]!.apply(experiment);
    const [first = 0, second = 0] = network.layers.map((layer) => Number(layerWords(layer)));
    expect(first / second).toBeCloseTo(2, 2);
    expect(first * second).toBeGreaterThan(19_000_000);
  });

  it('tells each layer that does not fit, not only the first', () => {
    const experiment = changed({ 'network.layers': layers('4, residual 1, 6, residual 1, 4') });
    expect(experimentProblems(experiment).map(({ at }) => at)).toEqual([
      'network.layers[1].over',
      'network.layers[3].over',
    ]);
  });

  it('offers nothing where only the person knows', () => {
    const experiment = changed({ 'data.source.targets': { y: 'a +' } });
    const [problem] = experimentProblems(experiment);
    expect(fixesOf(experiment, problem!)).toEqual([]);
  });
});
