import { inferColumns } from '@shared/data/infer/infer-columns.ts';
import { suggestExperiment } from '@shared/data/suggest/suggest-experiment.ts';
import { modelJson } from '@shared/export/model-json.ts';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { predict } from '../../../../src-main/cli/commands/predict.ts';
import { rawTable } from '../../../helpers/raw-tables.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { trainedModel } from '../../../helpers/trained-model.ts';
import { sampleSource } from '../ipc/contract-samples.ts';

/** Column by column, the cells of the first line of predictions for a target of two classes. */
async function firstLine(no: string, yes: string): Promise<string[]> {
  const table = rawTable({
    x: Array.from({ length: 40 }, (_, row) => row),
    y: Array.from({ length: 40 }, (_, row) => (row < 20 ? no : yes)),
  });
  const source = { ...sampleSource, rows: table.rows };
  const experiment = suggestExperiment({ source, columns: inferColumns(table) }, 'Classes');
  const model = trainedModel({ ...experiment, training: { ...experiment.training, epochs: 2 } }, table);
  const folder = tempFolder();
  const modelPath = join(folder, 'model.json');
  const dataPath = join(folder, 'data.csv');
  const out = join(folder, 'out.csv');
  writeFileSync(modelPath, modelJson(model));
  writeFileSync(dataPath, 'x\n0\n');
  await predict([modelPath, dataPath, '--out', out]);
  return readFileSync(out, 'utf8').split('\n')[1]!.split(',');
}

it('writes a class that would be a formula so that it is none, and a class of numbers as it stands', async () => {
  expect((await firstLine('=A1', '+B1'))[0]).toMatch(/^"'[=+]/);
  expect((await firstLine('-1', '-2'))[0]).toMatch(/^-[12]$/);
});
