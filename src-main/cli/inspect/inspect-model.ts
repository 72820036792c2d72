import { AppError } from '@shared/core/errors.ts';
import { formatCount, formatNumber } from '@shared/core/text.ts';
import { verifyModel } from '@shared/export/verify-model.ts';
import { OUTPUT_ACTIVATIONS } from '@shared/model/activations.ts';
import { columnCatalog } from '@shared/model/column-catalog.ts';
import { layerCatalog } from '@shared/model/layer-catalog.ts';
import type { ModelFile, ModelInput, ModelLayer, ModelOutput } from '@shared/model/model-file.ts';
import { engineName, type PartMetrics } from '@shared/model/run.ts';
import { TASKS } from '@shared/model/task.ts';
import { encodeMeasured } from '@shared/schema/measured-json.ts';
import { type Inspection, type Page, tableOf } from './inspection.ts';
import { listText, rangeText, valueText } from './value-text.ts';

/** A model file; `written` is its JSON as it stood in the file. What is wrong with it is told, not thrown. */
export function inspectModel(model: ModelFile, written: unknown): Inspection {
  const { name, task, inputs, outputs, layers, parameters, training, metrics } = model;
  const check = checkOf(model, written);
  return {
    kind: 'model',
    facts: {
      name,
      task,
      inputs,
      outputs,
      layers: layers.map(layerFacts),
      parameters,
      equation: model.equation,
      training: training === null ? null : { ...training, experiment: training.experiment.name },
      // Results on test rows are sealed until somebody opens them: `evaluate --open-test`.
      metrics: encodeMeasured({ train: metrics.train, validation: metrics.validation }),
      goldenCases: model.goldenCases.length,
      ...check,
    },
    page: {
      title: `${name}: a model`,
      facts: modelLines(model, check),
      tables: [
        tableOf(['input', 'type', 'in training', 'if missing'], inputs.map(inputLine)),
        tableOf(['output', 'range in training'], outputs.map(outputLine)),
        tableOf(['layer', 'units', 'activation', 'precision'], layers.map(layerLine)),
      ],
    },
  };
}

interface Check {
  readonly isIntact: boolean;
  readonly problem: string | null;
  readonly largestDifference: number | null;
}

function checkOf(model: ModelFile, written: unknown): Check {
  try {
    const { largestDifference } = verifyModel(model, written);
    return { isIntact: true, problem: null, largestDifference };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { isIntact: false, problem: error.message, largestDifference: null };
  }
}

function modelLines(model: ModelFile, { problem }: Check): Page['facts'] {
  const { task, inputs, outputs, parameters, training, goldenCases, metrics } = model;
  const trained =
    training === null
      ? 'by another program'
      : `epoch ${formatCount(training.epoch)} of ${formatCount(training.epochsDone)}, ninestep ${training.engine.version}, ${engineName(training.engine)}`;
  return [
    ['answers', TASKS[task]],
    ['inputs', formatCount(inputs.length)],
    ['outputs', listText(outputs.map(({ name }) => name))],
    ['parameters', formatCount(parameters)],
    ['trained', trained],
    ...(training === null ? [] : [['rows', partsText(training.rows)] as const]),
    ...lossLines(metrics),
    ['golden cases', formatCount(goldenCases.length)],
    ['in order', problem ?? 'yes: its checksum matches, and it answers its golden cases'],
  ];
}

export function partsText(rows: Readonly<Record<string, number>>): string {
  return Object.entries(rows)
    .filter(([, count]) => count > 0)
    .map(([part, count]) => `${part} ${formatCount(count)}`)
    .join(', ');
}

/** The losses that are not sealed. */
export function lossLines(metrics: {
  readonly train: PartMetrics | null;
  readonly validation: PartMetrics | null;
}): Page['facts'] {
  const losses = (['train', 'validation'] as const).flatMap((part) => {
    const measured = metrics[part];
    return measured === null ? [] : [`${part} ${formatNumber(measured.loss)}`];
  });
  return losses.length === 0 ? [] : [['loss', losses.join(', ')]];
}

function inputLine(input: ModelInput): string[] {
  const type = input.type ?? 'number';
  const seen =
    'levels' in input
      ? `${formatCount(input.levels.length)} levels: ${listText(input.levels)}`
      : rangeText(type, input.range);
  return [input.name, columnCatalog[type].label, seen, missingText(input)];
}

function missingText({ type, missing }: ModelInput): string {
  if (missing === undefined) return 'refused';
  const filled = missing.fill === null ? 'none of the levels' : fillText(type, missing.fill);
  return missing.indicator ? `${filled}, and marked` : filled;
}

function fillText(type: ModelInput['type'], fill: string | number): string {
  return typeof fill === 'number' ? valueText(type ?? 'number', fill) : fill;
}

function outputLine({ name, range, class: ofClass }: ModelOutput): string[] {
  const shown = ofClass === undefined ? rangeText('number', range) : `probability of ${ofClass.level}`;
  return [name, shown];
}

function layerFacts(layer: ModelLayer): object {
  const { type } = layer;
  switch (layer.type) {
    case 'dense':
      return { type, shape: layer.shape, activation: layer.activation, dtype: layer.dtype };
    case 'batch-normalization':
    case 'layer-normalization':
      return { type, units: layer.gamma.length, activation: layer.activation, dtype: layer.dtype };
    default:
      return layer;
  }
}

function layerLine(layer: ModelLayer): string[] {
  const { label } = layerCatalog[layer.type];
  switch (layer.type) {
    case 'dense': {
      const [units, inputs] = layer.shape;
      const sizes = `${formatCount(inputs)} → ${formatCount(units)}`;
      return [label, sizes, OUTPUT_ACTIVATIONS[layer.activation], layer.dtype];
    }
    case 'batch-normalization':
    case 'layer-normalization':
      return [label, formatCount(layer.gamma.length), OUTPUT_ACTIVATIONS[layer.activation], layer.dtype];
    case 'residual':
      return [label, `over ${formatCount(layer.over)}`];
    case 'dropout':
      return [label, formatNumber(layer.rate)];
  }
}
