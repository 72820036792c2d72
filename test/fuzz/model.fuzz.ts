import { typicalValue } from '@shared/export/build-model.ts';
import { modelChecksum, modelJson } from '@shared/export/model-json.ts';
import { createPredictor } from '@shared/export/predictor.ts';
import { verifyModel } from '@shared/export/verify-model.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { parseModelFile } from '@shared/schema/model-file.ts';
import { parseJson } from '@shared/schema/safe-json.ts';
import { expect, it } from 'vitest';
import { campaignSize, SEED } from '../helpers/campaign.ts';
import { smallExperiment } from '../helpers/experiments.ts';
import { fuzz } from '../helpers/fuzz.ts';
import { mutateText, mutateTree } from '../helpers/mutate.ts';
import { trainedModel } from '../helpers/trained-model.ts';

const model = trainedModel(smallExperiment());
const TEXT = modelJson(model);

/** Loads and verifies; then it answers with as many numbers as it names outputs. */
function load(text: string): ModelFile {
  const written = parseJson(text, 'The model');
  const loaded = parseModelFile(written);
  verifyModel(loaded, written);
  const answers = createPredictor(loaded)(loaded.inputs.map(typicalValue));
  expect(answers).toHaveLength(loaded.outputs.length);
  expect(answers.every(Number.isFinite)).toBe(true);
  return loaded;
}

it(`a model with mutated text loads, or says why not (seed ${SEED})`, async () => {
  const accepted = await fuzz(
    campaignSize(5_000, 100_000),
    'model text',
    (random) => mutateText(TEXT, random),
    load,
  );
  expect(accepted).toBeGreaterThan(0);
});

it(`no mutated text is taken for another model: what loads is the model itself (seed ${SEED})`, async () => {
  await fuzz(
    campaignSize(5_000, 100_000),
    'model text',
    (random) => mutateText(TEXT, random),
    (text) => {
      expect(modelJson(load(text))).toBe(TEXT);
    },
  );
});

it(`a model with mutated fields and a checksum that fits verifies, or says why not (seed ${SEED})`, async () => {
  const accepted = await fuzz(
    campaignSize(5_000, 100_000),
    'model tree',
    (random) => forge(mutateTree(model, random)),
    load,
  );
  expect(accepted).toBeGreaterThan(0);
});

/** The text of a changed model with the checksum of what it now holds, where it can have one. */
function forge(value: unknown): string {
  try {
    const changed = value as ModelFile;
    return JSON.stringify({ ...changed, checksum: modelChecksum(changed) });
  } catch {
    return JSON.stringify(value);
  }
}
