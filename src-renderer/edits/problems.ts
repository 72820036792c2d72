import { AppError } from '@shared/core/errors.ts';
import { checkExperiment } from '@shared/data/check-experiment.ts';
import { checkLayer } from '@shared/data/check-network.ts';
import { compileFormula } from '@shared/data/formula.ts';
import { columnCatalog } from '@shared/model/column-catalog.ts';
import { crossValidationFields, formulaFields, splitFields } from '@shared/model/data-catalog.ts';
import { layerCatalog } from '@shared/model/layer-catalog.ts';
import { networkFields, outputFields } from '@shared/model/network.ts';
import { toyFields } from '@shared/model/table-source.ts';
import { scheduleCatalog } from '@shared/model/schedule-catalog.ts';
import {
  batchSizeField,
  clippingFields,
  earlyStoppingFields,
  optimizerCatalog,
  trainingFields,
} from '@shared/model/training-catalog.ts';
import { type Experiment, shapesOf } from '@shared/model/experiment.ts';
import type { FieldTable } from '@shared/model/fields.ts';
import { fileNameOf } from './table-source.ts';

const LABELS: Readonly<Record<string, string>> = Object.fromEntries(
  [
    toyFields,
    formulaFields,
    splitFields,
    crossValidationFields,
    networkFields,
    outputFields,
    ...[columnCatalog, layerCatalog, scheduleCatalog, optimizerCatalog].flatMap((catalog) =>
      Object.values<{ fields: FieldTable }>(catalog).map((entry) => entry.fields),
    ),
    trainingFields,
    clippingFields,
    earlyStoppingFields,
    { batchSize: batchSizeField },
  ].flatMap((table) => Object.entries(table).map(([name, { label }]) => [name, label] as const)),
);

/** Places that are not called what their last field is called. */
const PLACES: Readonly<Record<string, string>> = {
  'training.optimizer.type': 'Optimizer',
  'training.schedule.type': 'Schedule',
  'training.clipping': 'Clipping',
  'network.layers': 'Network',
  'network.output.activation': 'Output activation',
  data: 'Data',
  'data.source': 'Source',
  'data.source.path': 'Table',
  'data.source.hash': 'Table',
  'data.columns': 'Columns',
  'data.scaling.targets': 'Scaling of targets',
};

/** Something that stands in the way of training, and the setting it belongs to. */
export interface Problem {
  at: string;
  message: string;
}

/** What stands under the totals of a network: problems that come of its size as a whole. */
const SIZE_PLACES = ['network.layers', 'network.initial', 'training.batchSize', 'training.optimizer.type'];

export function sizeProblem(problems: readonly Problem[]): Problem | null {
  return problems.find(({ at }) => SIZE_PLACES.includes(at) || at.startsWith('network.initial[')) ?? null;
}

/** The problems of a place and of its own settings: of layer 2 and its units. */
export function problemsAt(problems: readonly Problem[], place: string): Problem[] {
  return problems.filter(({ at }) => at === place || at.startsWith(`${place}.`));
}

/** Every problem of an experiment that can be told without training: each column's and each layer's own, then the first of the rest. */
export function experimentProblems(experiment: Experiment): Problem[] {
  const problems = columnProblems(experiment);
  const tell = (found: Problem | null): void => {
    if (found !== null && !problems.some(({ at }) => at === found.at)) problems.push(found);
  };
  tell(problemOf(() => checkExperiment(experiment)));
  // The check above ends at the first of these.
  const shapes = shapesOf(experiment);
  shapes.forEach((_, k) => tell(problemOf(() => checkLayer(shapes, k))));
  return problems;
}

/** What a check refuses; null where it does not. */
function problemOf(check: () => void): Problem | null {
  try {
    check();
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { at: error.at ?? '', message: plainMessage(error) };
  }
}

function columnProblems(experiment: Experiment): Problem[] {
  const problems: Problem[] = [];
  const { source } = experiment.data;
  if (source.kind !== 'formula') return problems;
  for (const [name, [low, high]] of Object.entries(source.inputs)) {
    if (low < high) continue;
    problems.push({
      at: `data.source.inputs.${name}`,
      message: 'The lowest value must be below the highest.',
    });
  }
  for (const [name, formula] of Object.entries(source.targets)) {
    const at = `data.source.targets.${name}`;
    const problem = problemOf(() => compileFormula(formula, Object.keys(source.inputs), at));
    if (problem !== null) problems.push({ ...problem, at });
  }
  return problems;
}

/** An error beside its field need not name the field: "data.split: The shares …" → "The shares …". */
export function plainMessage(error: { message: string; at?: string | undefined }): string {
  const prefix = `${error.at ?? ''}: `;
  return error.at !== undefined && error.message.startsWith(prefix)
    ? error.message.slice(prefix.length)
    : error.message;
}

/** What a setting is called, for a problem told far from its field: `training.epochs` → "Epochs". */
export function problemPlace(at: string): string {
  const place = PLACES[at];
  if (place !== undefined) return place;
  const name = at.split('.').at(-1) ?? '';
  const column = /^data\.source\.(?:inputs|targets)\.([^.]+)(?:\.[^.]+)?$/.exec(at)?.[1];
  if (column !== undefined) return column === name ? column : `${column}, ${name}`;
  // What could not be read says its file.
  if (/[/\\]/.test(at)) return fileNameOf(at);
  const label = Object.hasOwn(LABELS, name) ? (LABELS[name] ?? name) : name;
  if (at.startsWith('network.initial')) return 'Initial weights';
  if (/^columns\[\d+\]$/.test(name)) return `Column ${String(Number(/\d+/.exec(name)?.[0]) + 1)}`;
  const layer = /layers\[(\d+)\]/.exec(at);
  if (layer === null) return label;
  const title = `Layer ${String(Number(layer[1]) + 1)}`;
  return name === layer[0] ? title : `${title} ${label.toLowerCase()}`;
}
