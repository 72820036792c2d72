import { AppError, type ErrorCode } from '@shared/core/errors.ts';
import { formatJson } from '@shared/core/json-text.ts';
import type { Random } from '@shared/core/random.ts';
import { typicalValue } from '@shared/export/build-model.ts';
import { exportedModelJson, modelChecksum, sealModel } from '@shared/export/model-json.ts';
import { createPredictor } from '@shared/export/predictor.ts';
import { type NumberForm, NUMBER_FORMS } from '@shared/model/export-formats.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readExperimentFile } from '../../src-main/cli/experiment-file.ts';
import { verifyModelFile } from '../../src-main/service/operations.ts';
import { campaignSize, SEED } from '../helpers/campaign.ts';
import { classificationJson, smallExperiment, smallExperimentJson } from '../helpers/experiments.ts';
import { fuzz } from '../helpers/fuzz.ts';
import { mixedExperiment, mixedExperimentJson, mixedTable } from '../helpers/mixed-table.ts';
import { mutateBytes, mutateText, mutateTree } from '../helpers/mutate.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { trainedModel } from '../helpers/trained-model.ts';

const MODELS = [
  trainedModel(smallExperiment()),
  trainedModel(parseExperiment(classificationJson)),
  trainedModel(mixedExperiment(), mixedTable(60, 1)),
];
const MODEL_TEXTS = MODELS.flatMap((model) => NUMBER_FORMS.map((form) => exportedModelJson(model, form)));
const MODEL_FILES = [
  ...MODEL_TEXTS,
  ...MODELS.map((model) => exportedModelJson(withoutTraining(model), 'base64')),
];
const EXPERIMENT_FILES = [smallExperimentJson, classificationJson, mixedExperimentJson()].map((value) =>
  JSON.stringify(value, null, 1),
);

/** As one that another program trained. */
function withoutTraining(model: ModelFile): ModelFile {
  return { ...model, training: null, metrics: { train: null, validation: null, test: null } };
}

/** How often each code was the answer. */
type Refusals = Partial<Record<ErrorCode, number>>;

/** Of each kind: together 600 at every change, 100,000 in the long form. */
const SIZE = campaignSize(300, 50_000);

it(`a mutated model file opens, answers and is written again, or says what is wrong and where (seed ${SEED})`, async () => {
  const path = join(tempFolder(), 'model.json');
  const refusals: Refusals = {};
  const accepted = await fuzz(
    SIZE,
    'model files',
    (random) => mutated(MODEL_FILES, random, seal),
    async (file) => {
      writeFileSync(path, file);
      await orPlaced(openModel(path), path, refusals);
    },
  );
  console.log(`${String(accepted)} of ${String(SIZE)} model files open: ${JSON.stringify(refusals)}`);
  expect(accepted).toBeGreaterThan(0);
});

it(`a mutated experiment file opens and is written again, or says what is wrong and where (seed ${SEED})`, async () => {
  const path = join(tempFolder(), 'experiment.json');
  const refusals: Refusals = {};
  const accepted = await fuzz(
    SIZE,
    'experiment files',
    (random) => mutated(EXPERIMENT_FILES, random, (value) => value),
    async (file) => {
      writeFileSync(path, file);
      await orPlaced(openExperiment(path), path, refusals);
    },
  );
  console.log(`${String(accepted)} of ${String(SIZE)} experiment files open: ${JSON.stringify(refusals)}`);
  expect(accepted).toBeGreaterThan(0);
});

/** One of the files, mutated as bytes, as text or as the value in it; `finish` may make the value look untouched. */
function mutated(
  files: readonly string[],
  random: Random,
  finish: (value: unknown, random: Random) => unknown,
): string | Uint8Array {
  const text = files[random.below(files.length)]!;
  switch (random.below(4)) {
    case 0:
      return mutateBytes(Buffer.from(text), random);
    case 1:
      return mutateText(text, random);
    default:
      return jsonOf(finish(mutateTree(JSON.parse(text), random), random));
  }
}

/** With a checksum that fits, with sums that fit, too, or as it is. */
function seal(value: unknown, random: Random): unknown {
  const model = value as ModelFile;
  const how = random.below(4);
  if (how === 0) return model;
  try {
    return how === 1 ? sealModel(model) : { ...model, checksum: modelChecksum(model) };
  } catch {
    // It holds something that no file can: then it is refused for that.
    return model;
  }
}

/** As a hostile writer would: numbers that JSON does not have are written beyond all numbers. */
function jsonOf(value: unknown): string {
  const text = JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'number' && !Number.isFinite(item) ? 'BEYOND' : item,
  );
  return text.replaceAll('"BEYOND"', '1e999');
}

async function openModel(path: string): Promise<void> {
  const { model } = await verifyModelFile(path);
  const answers = createPredictor(model)(model.inputs.map(typicalValue));
  expect(answers).toHaveLength(model.outputs.length);
  for (const form of NUMBER_FORMS) await comesBack(path, model, form);
}

async function comesBack(path: string, model: ModelFile, form: NumberForm): Promise<void> {
  const text = exportedModelJson(model, form);
  writeFileSync(path, text);
  expect(exportedModelJson((await verifyModelFile(path)).model, form)).toBe(text);
}

async function openExperiment(path: string): Promise<void> {
  const text = formatJson(await readExperimentFile(path));
  writeFileSync(path, text);
  expect(formatJson(await readExperimentFile(path))).toBe(text);
}

/** A refusal names the file, and in it a field, or a line and a column; an empty file has neither. */
async function orPlaced(opened: Promise<void>, path: string, refusals: Refusals): Promise<void> {
  try {
    await opened;
  } catch (error) {
    if (error instanceof AppError) {
      if (!isPlaced(error, path)) throw new Error(`Not placed: ${error.message}`, { cause: error });
      refusals[error.code] = (refusals[error.code] ?? 0) + 1;
    }
    throw error;
  }
}

function isPlaced({ message, at }: AppError, path: string): boolean {
  const isFieldOrLine = at !== undefined || /at line [\d,]+, column [\d,]+|is empty/.test(message);
  return message.startsWith(path) && isFieldOrLine;
}
