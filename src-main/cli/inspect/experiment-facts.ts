import { formatCount, formatNumber } from '@shared/core/text.ts';
import { type DataSource, PARTS } from '@shared/model/data-catalog.ts';
import { type Experiment, shapesOf } from '@shared/model/experiment.ts';
import { columnNames } from '@shared/model/features.ts';
import { parameterCount } from '@shared/model/network.ts';
import { layersText } from '@shared/model/setting-text.ts';
import { BUNDLED_TABLES, TOY_SETS } from '@shared/model/table-source.ts';
import { taskOf, TASKS } from '@shared/model/task.ts';
import { isSecondOrder, LOSSES, optimizerCatalog } from '@shared/model/training-catalog.ts';
import type { Page } from './inspection.ts';
import { listText } from './value-text.ts';

/** What an experiment trains and how, fact by fact. */
export function experimentLines(experiment: Experiment): Page['facts'] {
  const { data, network, training } = experiment;
  const targets = columnNames(data, 'target');
  const inputs = columnNames(data, 'input');
  const shares = PARTS.filter((part) => data.split[part] > 0).map(
    (part) => `${part} ${formatNumber(100 * data.split[part])} %`,
  );
  return [
    ['data', sourceText(data.source)],
    ['inputs', `${formatCount(inputs.length)}: ${listText(inputs)}`],
    ['targets', `${formatCount(targets.length)}: ${listText(targets)}`],
    ['answers', TASKS[taskOf(training.loss, targets.length)]],
    ['hidden layers', layersText(network.layers)],
    ['parameters', `${formatCount(parameterCount(shapesOf(experiment)))} (${training.precision})`],
    ['training', trainingText(experiment)],
    ['loss', LOSSES[training.loss]],
    ['split', `${shares.join(', ')}, seed ${String(data.split.seed)}`],
    ['test cases', formatCount(experiment.testCases.length)],
  ];
}

/** The same for scripts. */
export function experimentFacts(experiment: Experiment): object {
  const { data, network, training } = experiment;
  return {
    name: experiment.name,
    source: data.source,
    inputs: columnNames(data, 'input'),
    targets: columnNames(data, 'target'),
    layers: network.layers,
    parameters: parameterCount(shapesOf(experiment)),
    training,
    split: data.split,
    testCases: experiment.testCases.length,
  };
}

function trainingText({ training }: Experiment): string {
  const { optimizer, epochs, batchSize } = training;
  const rate = isSecondOrder(optimizer) ? '' : `, rate ${formatNumber(optimizer.learningRate)}`;
  const rows = batchSize === 'full' ? 'all rows' : `batches of ${formatCount(batchSize)}`;
  return `${optimizerCatalog[optimizer.type].label}${rate}, ${rows}, ${formatCount(epochs)} epochs, seed ${String(training.seed)}`;
}

function sourceText(source: DataSource): string {
  switch (source.kind) {
    case 'file':
      return `${source.path}, ${formatCount(source.rows)} rows`;
    case 'bundled':
      return `${BUNDLED_TABLES[source.id].label} (comes with Ninestep), ${formatCount(source.rows)} rows`;
    case 'toy':
      return `${TOY_SETS[source.id]} (drawn), ${formatCount(source.rows)} rows`;
    case 'formula':
      return `${listText(Object.values(source.targets))} (drawn), ${formatCount(source.rows)} rows`;
  }
}
