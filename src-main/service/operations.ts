import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { type PreparedColumn, prepareExperiment } from '@shared/data/prepare.ts';
import { modelChecksum, modelJson } from '@shared/export/model-json.ts';
import { createPredictor } from '@shared/export/predictor.ts';
import { type VerifiedModel, verifyModel } from '@shared/export/verify-model.ts';
import type { ExportFormat, Response } from '@shared/ipc/contract.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { parseModelFile } from '@shared/schema/model-file.ts';
import { basename, join } from 'node:path';
import { ORDINARY_MODE, writeFileAtomic } from '../storage/atomic-file.ts';
import { inFile } from '../storage/in-file.ts';
import { RUN_FILES } from '../storage/paths.ts';
import { readJsonFile } from '../storage/read-json-file.ts';
import { ModelCache } from './model-cache.ts';

const PREVIEW_ROWS = 12;
const HISTOGRAM_BINS = 24;
const PREVIEW_CHARACTERS = 60_000;

/** The data as an experiment will see it. */
export function previewData(experiment: Experiment): Response<'data:preview'> {
  const data = prepareExperiment(experiment);
  const { train, validation, test } = data.rows;
  const shown = Array.from({ length: Math.min(PREVIEW_ROWS, data.table.rows) }, (_, row) => row);
  return {
    rows: { train: train.length, validation: validation.length, test: test.length },
    columns: data.columns.map((column) => ({
      name: column.name,
      role: column.role,
      ...column.statistics,
      shift: column.transform.shift,
      scale: column.transform.scale,
      histogram: histogram(column, train),
    })),
    firstRows: shown.map((row) => data.columns.map((column) => column.values[row]!)),
    dataHash: data.hash,
  };
}

function histogram({ values, statistics: { min, max } }: PreparedColumn, rows: Uint32Array): number[] {
  const bins = new Array<number>(HISTOGRAM_BINS).fill(0);
  const width = (max - min) / HISTOGRAM_BINS || 1;
  for (const row of rows) {
    const bin = Math.min(HISTOGRAM_BINS - 1, Math.floor((values[row]! - min) / width));
    bins[bin] = bins[bin]! + 1;
  }
  return bins;
}

/** A model file, whole and checked against itself. */
export async function loadModel(path: string): Promise<ModelFile> {
  return (await verifyModelFile(path)).model;
}

/** As `loadModel`, with what the check found. */
export async function verifyModelFile(path: string): Promise<{ model: ModelFile; verified: VerifiedModel }> {
  const value = await readJsonFile(path, LIMITS.modelBytes);
  return inFile(path, () => {
    const model = parseModelFile(value);
    return { model, verified: verifyModel(model, value) };
  });
}

const cache = new ModelCache(loadModel);

function loadRunModel(directory: string): Promise<ModelFile> {
  return cache.get(join(directory, RUN_FILES.model));
}

export async function describeModel(directory: string): Promise<Response<'model:describe'>> {
  const model = await loadRunModel(directory);
  const predict = createPredictor(model);
  const column = ({ name, range }: ModelFile['inputs'][number]) => ({ name, ...range });
  return {
    name: model.name,
    epoch: model.training.epoch,
    inputs: model.inputs.map(column),
    outputs: model.outputs.map(column),
    equation: model.equation,
    parameters: model.parameters,
    cases: model.testCases.map((testCase) => ({ ...testCase, outputs: predict(testCase.inputs) })),
  };
}

/** Raw rows → raw answers. Throws INVALID_VALUE at the first row that has not one number an input. */
export async function predictRows(
  directory: string,
  rows: readonly (readonly number[])[],
): Promise<Response<'model:predict'>> {
  const model = await loadRunModel(directory);
  const predict = createPredictor(model);
  return {
    outputs: rows.map((row, k) => {
      if (row.length === model.inputs.length) return predict(row);
      const at = `rows[${String(k)}]`;
      throw new AppError('INVALID_VALUE', `${at}: Must hold ${String(model.inputs.length)} numbers.`, { at });
    }),
  };
}

/** A model → the text of a file, in every format there is. */
const WRITERS: Readonly<Record<ExportFormat, (model: ModelFile) => string>> = {
  // Read with the defaults of this version filled in, so the checksum is taken anew.
  json: (model) => modelJson({ ...model, checksum: modelChecksum(model) }),
};

/** The beginning of the file that an export would write. */
export async function previewExport(
  directory: string,
  format: ExportFormat,
): Promise<Response<'model:preview'>> {
  const text = WRITERS[format](await loadRunModel(directory));
  return {
    text: text.slice(0, PREVIEW_CHARACTERS),
    bytes: Buffer.byteLength(text),
    cut: text.length > PREVIEW_CHARACTERS,
  };
}

export interface ExportResult extends VerifiedModel {
  fileName: string;
  bytes: number;
}

/** Writes a run's model to `path`, reads it back and runs its golden cases. */
export function exportModel(directory: string, format: ExportFormat, path: string): Promise<ExportResult> {
  return exportModelFile(join(directory, RUN_FILES.model), format, path);
}

export async function exportModelFile(
  source: string,
  format: ExportFormat,
  path: string,
): Promise<ExportResult> {
  const text = WRITERS[format](await loadModel(source));
  await writeFileAtomic(path, text, ORDINARY_MODE);
  const { verified } = await verifyModelFile(path);
  return { fileName: basename(path), bytes: Buffer.byteLength(text), ...verified };
}
