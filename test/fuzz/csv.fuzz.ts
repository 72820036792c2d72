import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { answerTable } from '../../src-main/cli/predict/answer-table.ts';
import { campaignSize, SEED } from '../helpers/campaign.ts';
import { smallExperiment } from '../helpers/experiments.ts';
import { fuzz } from '../helpers/fuzz.ts';
import { mutateText } from '../helpers/mutate.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { trainedModel } from '../helpers/trained-model.ts';

/** It takes two columns of numbers, a and b. */
const model = trainedModel(smallExperiment());

const TABLES = [
  'a,b\n1,2\n3.5,-4e2\n.5,6\n',
  'x,b,a\r\n"text, with comma",2,3\r\n"quote "" inside",4,5\r\n',
  'b;a\n1;2\n3;4\n',
];

/** The answers to a table in CSV, as `ninestep predict` writes them. */
async function answersTo(path: string): Promise<Record<string, unknown>[]> {
  const pieces: Buffer[] = [];
  const rows = await answerTable(model, path, { form: 'csv', format: 'json' }, async (texts) => {
    for await (const piece of texts) pieces.push(piece);
  });
  const answers = JSON.parse(Buffer.concat(pieces).toString()) as Record<string, unknown>[];
  expect(answers).toHaveLength(rows);
  return answers;
}

it(`a mutated table is answered with a number for each row, or says why not (seed ${SEED})`, async () => {
  const path = join(tempFolder(), 'data.csv');
  const accepted = await fuzz(
    campaignSize(500, 100_000),
    'csv',
    (random) => mutateText(TABLES[random.below(TABLES.length)]!, random),
    async (text) => {
      writeFileSync(path, text);
      for (const answer of await answersTo(path)) {
        expect(Object.keys(answer)).toEqual(model.outputs.map(({ name }) => name));
        expect(Object.values(answer).every(Number.isFinite)).toBe(true);
      }
    },
  );
  expect(accepted).toBeGreaterThan(0);
});

it(`rubbish is no table (seed ${SEED})`, async () => {
  const path = join(tempFolder(), 'data.csv');
  const accepted = await fuzz(
    campaignSize(200, 20_000),
    'csv rubbish',
    (random) => Array.from({ length: random.below(300) }, () => random.below(256)),
    async (bytes) => {
      writeFileSync(path, Uint8Array.from(bytes));
      await answersTo(path);
    },
  );
  expect(accepted).toBe(0);
});
