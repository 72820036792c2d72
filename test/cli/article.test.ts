import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ModelFile } from '@shared/model/model-file.ts';
import type { MetricsPoint } from '@shared/model/run.ts';
import article from '../../resources/examples/article.json' with { type: 'json' };
import reference from '../golden/article_case.json' with { type: 'json' };
import { ninestep } from '../helpers/cli.ts';
import { flatten, largestRelativeError } from '../helpers/numbers.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const TOLERANCE = 1e-9;

it("train reproduces the article's run: its losses at epochs 1 to 10,000 and its last parameters", async () => {
  const folder = tempFolder();
  const directory = join(folder, 'run');
  const file = join(folder, 'article.json');
  // The first hundredth of it; the whole is a long campaign of test/golden/article.test.ts.
  writeFileSync(file, JSON.stringify({ ...article, training: { ...article.training, epochs: 10_000 } }));
  const { code } = await ninestep(['train', file, '--out', directory, '--quiet']);
  expect(code).toBe(0);
  const points = readFileSync(join(directory, 'metrics.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as MetricsPoint);
  for (const checkpoint of reference.checkpoints) {
    const point = points.find(({ epoch }) => epoch === checkpoint.epoch)!;
    const losses = [point.duringEpoch!.articleLoss, point.test!.articleLoss];
    const wanted = [checkpoint.articleTrainLossBeforeUpdate, checkpoint.articleTestLossAfterUpdate];
    expect(largestRelativeError(losses, wanted, 0)).toBeLessThan(TOLERANCE);
  }
  const model = JSON.parse(readFileSync(join(directory, 'model.json'), 'utf8')) as ModelFile;
  const last = reference.checkpoints.at(-1)!;
  expect(model.training!.epoch).toBe(last.epoch);
  const parameters = flatten(
    model.layers.filter((layer) => layer.type === 'dense').map(({ W, b }) => ({ W, b })),
  );
  expect(largestRelativeError(parameters, flatten(last.parametersAfterUpdate))).toBeLessThan(TOLERANCE);
}, 180_000);
