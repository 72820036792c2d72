import { formatJson } from '@shared/core/json-text.ts';
import { modelJson } from '@shared/export/model-json.ts';
import { verifyModel } from '@shared/export/verify-model.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { layerShapes, parameterCount } from '@shared/model/network.ts';
import { inputNames, targetNames } from '@shared/model/experiment.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { parseModelFile } from '@shared/schema/model-file.ts';
import { parseJson } from '@shared/schema/safe-json.ts';
import { expect, it } from 'vitest';
import { campaignSize, SEED } from '../helpers/campaign.ts';
import { classificationJson, smallExperimentJson } from '../helpers/experiments.ts';
import { fuzz } from '../helpers/fuzz.ts';
import { mutateText, mutateTree } from '../helpers/mutate.ts';
import { train } from '../helpers/trained-model.ts';

const TEXT = JSON.stringify(smallExperimentJson, null, 1);

/** Loads, and saves to the same file. */
function load(text: string): Experiment {
  const experiment = parseExperiment(parseJson(text, 'The file'));
  const written = formatJson(experiment);
  expect(formatJson(parseExperiment(parseJson(written, 'The file')))).toBe(written);
  return experiment;
}

function isSmall(experiment: Experiment): boolean {
  const { layers } = experiment.network;
  const shapes = layerShapes(
    { ...experiment.network, layers },
    inputNames(experiment).length,
    targetNames(experiment).length,
  );
  const work = experiment.data.source.rows * parameterCount(shapes);
  return work < 100_000 && experiment.data.source.rows <= 1_000;
}

it(`an experiment with mutated text loads, or says why not (seed ${SEED})`, async () => {
  const accepted = await fuzz(
    campaignSize(5_000, 100_000),
    'experiment text',
    (random) => mutateText(TEXT, random),
    load,
  );
  expect(accepted).toBeGreaterThan(0);
});

it(`an experiment with mutated fields loads, or says why not (seed ${SEED})`, async () => {
  const make = (random: Parameters<typeof mutateTree>[1]) => jsonOf(mutateTree(smallExperimentJson, random));
  const accepted = await fuzz(campaignSize(5_000, 100_000), 'experiment tree', make, load);
  expect(accepted).toBeGreaterThan(0);
});

it.each([
  ['numbers', smallExperimentJson],
  ['classes', classificationJson],
])(
  `an experiment about %s that loads trains to a model that is true to itself, or says why not (seed ${SEED})`,
  async (about, base) => {
    const make = (random: Parameters<typeof mutateTree>[1]) => jsonOf(mutateTree(base, random));
    let trained = 0;
    await fuzz(campaignSize(1_500, 50_000), `training ${about}`, make, (text) => {
      const experiment = load(text);
      if (!isSmall(experiment)) return;
      const { model } = train({ ...experiment, training: { ...experiment.training, epochs: 2 } });
      if (model === null) return;
      const written = parseJson(modelJson(model), 'The model');
      expect(verifyModel(parseModelFile(written), written).largestDifference).toBe(0);
      trained += 1;
    });
    expect(trained).toBeGreaterThan(100);
  },
);

/** As a hostile writer would: numbers that JSON does not have are written beyond all numbers. */
function jsonOf(value: unknown): string {
  const text = JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'number' && !Number.isFinite(item) ? 'BEYOND' : item,
  );
  return text.replaceAll('"BEYOND"', '1e999');
}
