import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { typicalValue } from '@shared/export/build-model.ts';
import { createPredictor } from '@shared/export/predictor.ts';
import { type VerifiedModel, verifyModel } from '@shared/export/verify-model.ts';
import type { Response } from '@shared/ipc/contract.ts';
import type { RawValue } from '@shared/model/column-catalog.ts';
import type { ModelFile, ModelInput } from '@shared/model/model-file.ts';
import { parseModelFile } from '@shared/schema/model-file.ts';
import { join } from 'node:path';
import { inFile } from '../storage/in-file.ts';
import { RUN_FILES } from '../storage/paths.ts';
import { readJsonFile } from '../storage/read-json-file.ts';
import { ModelCache } from './model-cache.ts';

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
    epoch: model.training?.epoch ?? 0,
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
