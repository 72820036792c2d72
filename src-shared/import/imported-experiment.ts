import { AppError } from '../core/errors.ts';
import { formatCount } from '../core/text.ts';
import { checkExperiment } from '../data/check-experiment.ts';
import { prepareExperiment } from '../data/prepare.ts';
import type { PreparedData } from '../data/prepared-data.ts';
import type { RawTable } from '../data/raw-table.ts';
import { suggestExperiment } from '../data/suggest/suggest-experiment.ts';
import { networkOf } from '../export/model-network.ts';
import type { DataSource } from '../model/data-catalog.ts';
import type { Experiment } from '../model/experiment.ts';
import { defaultsOf } from '../model/fields.ts';
import type { ModelFile, ModelLayer } from '../model/model-file.ts';
import { networkFields } from '../model/network.ts';
import { lossOf } from '../model/task.ts';
import { givenWeights } from './given-weights.ts';
import { matchColumns } from './match-columns.ts';
import { canRescaleInputs, canRescaleOutputs, rescaled, withScalingAsLayer } from './rescale.ts';

/** Parameters that an experiment carries as text: a project and its runs must stay quick to open and to save. */
const MOST_CARRIED = 200_000;

/** A foreign model on a table of its own. */
export interface ImportedExperiment {
  /** Its network begins with the model's weights, so that training goes on from them. */
  readonly experiment: Experiment;
  readonly data: PreparedData;
  /** The model with the names that its columns and classes have in the table. */
  readonly model: ModelFile;
  readonly remarks: readonly string[];
}

/** A table, and where it is from. */
export interface SourcedTable {
  readonly source: DataSource;
  readonly table: RawTable;
}

/**
 * A model that another program trained, and a table → an experiment that begins with the model's weights. They are those of the
 * file under the table's own scaling, so that the network answers the same and goes on learning from scaled values. Throws
 * TABLE_INVALID where the columns do not fit, TOO_LARGE where the weights are too many for an experiment.
 */
export function importedExperiment(
  given: ModelFile,
  { source, table }: SourcedTable,
  { targets, name }: { targets: readonly string[] | null; name: string },
): ImportedExperiment {
  requirePlain(given);
  requireCarried(given);
  const { columns, model, remarks } = matchColumns(withScalingAsLayer(given), table, targets);
  const suggested = suggestExperiment({ source, columns }, name);
  const { layers } = model;
  const untrained: Experiment = {
    ...suggested,
    data: {
      ...suggested.data,
      scaling: {
        inputs: canRescaleInputs(layers) ? 'standard' : 'none',
        targets: model.task === 'regression' && canRescaleOutputs(layers) ? 'standard' : 'none',
      },
    },
    network: { ...defaultsOf(networkFields), ...networkOf(layers) },
    training: { ...suggested.training, loss: lossOf(model.task), precision: precisionOf(layers) },
  };
  const data = prepareExperiment(untrained, table);
  const experiment = {
    ...untrained,
    network: { ...untrained.network, ...givenWeights(underScaling(model, data)) },
  };
  checkExperiment(experiment);
  return { experiment, data, model, remarks };
}

/** The model's layers over values that are scaled as the prepared table's are. */
function underScaling({ layers, inputs, outputs }: ModelFile, data: PreparedData): ModelLayer[] {
  const transforms = (columns: readonly Pick<ModelFile['outputs'][number], 'transform'>[]) =>
    columns.map(({ transform }) => transform);
  return rescaled(
    layers,
    { inputs: transforms(inputs), outputs: transforms(outputs) },
    {
      inputs: transforms(data.inputs.map(({ fitted }) => fitted)),
      outputs: transforms(data.targets.flatMap(({ fitted }) => fitted)),
    },
  );
}

function precisionOf(layers: readonly ModelLayer[]): Experiment['training']['precision'] {
  return layers.some((layer) => 'dtype' in layer && layer.dtype === 'float64') ? 'float64' : 'float32';
}

/** Throws MODEL_UNSUPPORTED for a model that says no training, though its inputs are not those of another program. */
export function requirePlain({ inputs, outputs }: ModelFile): void {
  const isPlain = inputs.every(
    (input) => !('levels' in input) && input.type !== 'date' && input.missing === undefined,
  );
  const hasLog = [...inputs, ...outputs].some(({ transform }) => transform.kind === 'log');
  if (isPlain && !hasLog) return;
  throw new AppError(
    'MODEL_UNSUPPORTED',
    'training: The model prepares its inputs as Ninestep does, but does not say the experiment that it was trained with, so no run can be made of it. ' +
      'predict, evaluate and export take the file as it is.',
    { at: 'training' },
  );
}

/** Whether an experiment can carry a model's weights. */
export function isCarried({ parameters }: Pick<ModelFile, 'parameters'>): boolean {
  return parameters <= MOST_CARRIED;
}

function requireCarried({ parameters }: ModelFile): void {
  if (isCarried({ parameters })) return;
  throw new AppError(
    'TOO_LARGE',
    `layers: The model has ${formatCount(parameters)} parameters; an experiment carries at most ${formatCount(MOST_CARRIED)}. ` +
      'Import it to a model file (ninestep import FILE --out MODEL.json), which predict, evaluate and export take.',
    { at: 'layers' },
  );
}
