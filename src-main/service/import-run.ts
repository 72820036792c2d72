import { AppError } from '@shared/core/errors.ts';
import { formatCount } from '@shared/core/text.ts';
import { prepareExperiment } from '@shared/data/prepare.ts';
import type { PreparedData } from '@shared/data/prepared-data.ts';
import { givenWeights } from '@shared/import/given-weights.ts';
import {
  importedExperiment,
  isCarried,
  requirePlain,
  type SourcedTable,
} from '@shared/import/imported-experiment.ts';
import { IMPORT_FORMS } from '@shared/model/import-forms.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { ModelTraining } from '@shared/model/model-file.ts';
import { basename, join } from 'node:path';
import { workspaceAt } from '../storage/paths.ts';
import { openTable } from '../tables/open-table.ts';
import { readTableFile } from '../tables/read-table-file.ts';
import type { ReadModel } from '@shared/import/read-model.ts';
import { type ImportedFile, readImportFile } from './import-model.ts';
import { type ImportPlace, modelOfRun, writeStartedRun, writeUntrainedRun } from './import-files.ts';
import { ownAnswersTable } from './own-answers.ts';

/** What is made of a model file. Paths are absolute. */
export interface ImportOrder extends ImportPlace {
  /** Null: as the file calls it. */
  readonly name: string | null;
  readonly table: { readonly path: string; readonly targets: readonly string[] | null } | null;
}

export interface ImportedRun {
  readonly runId: string;
  /** The path of its table is absolute. */
  readonly experiment: Experiment;
  /** What had to be decided on the way, a sentence each. */
  readonly remarks: readonly string[];
}

/**
 * A model file → a run in the workspace whose model is that of the file, and an experiment that begins with its weights. Throws
 * as `readImportFile`, `importedExperiment` and the readers of tables do; then there is no run.
 */
export async function importRun(order: ImportOrder): Promise<ImportedRun> {
  const file = await readImportFile(order.path);
  const { training } = file.model;
  return training === null || file.own === null
    ? importForeign(file, order)
    : importOwn({ model: file.model, bytes: file.own }, training, order);
}

/** A model of another program, on a table of the person's or on one of its own answers. */
async function importForeign(file: ReadModel, order: ImportOrder): Promise<ImportedRun> {
  requirePlain(file.model);
  const name = order.name ?? file.model.name;
  const targets = order.table === null ? null : order.table.targets;
  const sourced = await (order.table === null
    ? ownAnswersTable(file.model, workspaceAt(order.workspace).data)
    : tableAt(order.table.path));
  const imported = importedExperiment(file.model, sourced, { targets, name });
  const experiment = { ...imported.experiment, description: describe(file, order) };
  const { id } = await writeStartedRun(order, { experiment, data: imported.data }, (built) =>
    modelOfRun(imported.model, built),
  );
  return { runId: id, experiment, remarks: imported.remarks };
}

function describe({ form }: ReadModel, { path, table }: ImportOrder): string {
  const from = `Imported from ${basename(path)} (${IMPORT_FORMS[form].label}).`;
  if (table !== null) return from;
  return `${from} No table was given: the rows are drawn around the model’s inputs and hold its own answers, so that figures on them say nothing of how good it is.`;
}

async function tableAt(path: string): Promise<SourcedTable> {
  const { table, format, rows, hash } = await readTableFile(path, null);
  return { table, source: { kind: 'file', path, format, rows, hash } };
}

/** Ninestep's own: its experiment is in it, and the run's model is the file to the byte. */
async function importOwn(
  file: ImportedFile,
  training: ModelTraining,
  order: ImportOrder,
): Promise<ImportedRun> {
  const name = order.name ?? file.model.name;
  const found = await dataOf({ ...training.experiment, name }, training, order);
  const { experiment, data, remarks } = found;
  if (data === null || !isCarried(file.model)) {
    const { id } = await writeUntrainedRun(order, { experiment, training, file });
    return { runId: id, experiment, remarks };
  }
  const network = { ...experiment.network, ...givenWeights(file.model.layers) };
  const carried = { ...experiment, network };
  const { id } = await writeStartedRun(order, { experiment: carried, data }, () => file.bytes);
  return { runId: id, experiment: carried, remarks };
}

interface FoundData {
  readonly experiment: Experiment;
  /** Null where the rows that the model was trained on are not at hand. */
  readonly data: PreparedData | null;
  readonly remarks: readonly string[];
}

/**
 * The rows that a model was trained on, if they can be had: of a file only its name is known, so a person must say where it is.
 * Throws DATA_CHANGED where the given table is another one.
 */
async function dataOf(
  experiment: Experiment,
  { dataHash }: ModelTraining,
  order: ImportOrder,
): Promise<FoundData> {
  const { source } = experiment.data;
  if (source.kind === 'file' && order.table === null) {
    const path = join(workspaceAt(order.workspace).data, basename(source.path));
    const missing = `The table ${basename(source.path)} was not given: the run can be asked and exported, and evaluated once its table is located. To train it on, import it with its table.`;
    return { experiment: withPath(experiment, path), data: null, remarks: [missing] };
  }
  const whole = source.kind === 'file' ? withPath(experiment, order.table!.path) : experiment;
  const table = await openTable(whole.data.source, { baseDirectory: null });
  const data = prepareExperiment(whole, table);
  if (data.hash === dataHash) return { experiment: whole, data, remarks: [] };
  throw new AppError(
    'DATA_CHANGED',
    `data: The ${formatCount(table.rows)} rows are not those that the model was trained on. To measure it on others: ninestep evaluate MODEL.json TABLE.`,
    { at: 'data.source' },
  );
}

function withPath(experiment: Experiment, path: string): Experiment {
  const { data } = experiment;
  if (data.source.kind !== 'file') return experiment;
  return { ...experiment, data: { ...data, source: { ...data.source, path } } };
}
