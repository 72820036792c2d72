import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { typicalValue } from '@shared/export/build-model.ts';
import { modelChecksum, modelJson } from '@shared/export/model-json.ts';
import { createPredictor } from '@shared/export/predictor.ts';
import { type VerifiedModel, verifyModel } from '@shared/export/verify-model.ts';
import type { ExportFormat, Response } from '@shared/ipc/contract.ts';
import type { RawValue } from '@shared/model/column-catalog.ts';
import type { ModelFile, ModelInput } from '@shared/model/model-file.ts';
import { parseModelFile } from '@shared/schema/model-file.ts';
import { basename, join } from 'node:path';
import { ORDINARY_MODE, writeFileAtomic } from '../storage/atomic-file.ts';
import { inFile } from '../storage/in-file.ts';
import { RUN_FILES } from '../storage/paths.ts';
import { TestOpenings } from '../storage/test-openings.ts';
import { readJsonFile } from '../storage/read-json-file.ts';
import { ModelCache } from './model-cache.ts';

const PREVIEW_CHARACTERS = 60_000;

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

/** The model of a run, as its folder has it now. */
export function loadRunModel(directory: string): Promise<ModelFile> {
  return cache.get(join(directory, RUN_FILES.model));
}

export async function describeModel(directory: string): Promise<Response<'model:describe'>> {
  const model = await loadRunModel(directory);
  const predict = createPredictor(model);
  return {
    name: model.name,
    epoch: model.training.epoch,
    inputs: model.inputs.map(describeInput),
    outputs: model.outputs.map((output) => ({
      name: output.name,
      column: output.class?.column ?? output.name,
      ...output.range,
    })),
    equation: model.equation,
    parameters: model.parameters,
    cases: model.testCases.map((testCase) => ({ ...testCase, outputs: predict(testCase.inputs) })),
  };
}

function describeInput(input: ModelInput): Response<'model:describe'>['inputs'][number] {
  const optional = input.missing !== undefined;
  return 'levels' in input
    ? {
        type: input.type,
        name: input.name,
        levels: input.levels,
        typical: String(typicalValue(input)),
        optional,
      }
    : { type: input.type ?? 'number', name: input.name, ...input.range, optional };
}

/** Raw rows → raw answers. Throws INVALID_VALUE at the first row that has not one value an input. */
export async function predictRows(
  directory: string,
  rows: readonly (readonly RawValue[])[],
): Promise<Response<'model:predict'>> {
  const model = await loadRunModel(directory);
  const predict = createPredictor(model);
  return {
    outputs: rows.map((row, k) => {
      if (row.length === model.inputs.length) return predict(row);
      const at = `rows[${String(k)}]`;
      throw new AppError('INVALID_VALUE', `${at}: Must hold ${String(model.inputs.length)} values.`, { at });
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
  const model = await loadRunModel(directory);
  const isSealed = model.metrics.test !== null && (await new TestOpenings().count(directory)) === 0;
  const shown = isSealed ? { ...model, metrics: { ...model.metrics, test: null } } : model;
  const text = WRITERS[format](shown);
  return {
    text: text.slice(0, PREVIEW_CHARACTERS),
    bytes: Buffer.byteLength(isSealed ? WRITERS[format](model) : text),
    cut: text.length > PREVIEW_CHARACTERS,
    isSealed,
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
