import { inferColumns } from '@shared/data/infer/infer-columns.ts';
import { prepareExperiment } from '@shared/data/prepare.ts';
import type { RawTable } from '@shared/data/raw-table.ts';
import { suggestExperiment } from '@shared/data/suggest/suggest-experiment.ts';
import { Trainer } from '@shared/engine/trainer.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { PartMetrics } from '@shared/model/run.ts';
import { BUNDLED_TABLES, type BundledTable } from '@shared/model/table-source.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { describe, expect, it } from 'vitest';
import { readBundledTable } from '../../src-main/tables/bundled-tables.ts';
import { chooseEngine } from '../../src-main/trainer/engine.ts';
import { trainingSetup } from '../../src-main/trainer/training-setup.ts';
import { leastSquaresR2 } from '../helpers/least-squares.ts';

/** What the suggested network and settings reach on the bundled tables: the median of five seeds on rows not seen. */

const SEEDS = [1, 2, 3, 4, 5];
const { backend } = chooseEngine({ backend: 'auto', threads: 1 });

/** As suggested, without a hand laid on; a seed for split, weights and order. */
function suggestedFor(id: BundledTable, table: RawTable, seed: number): Experiment {
  const source = { kind: 'bundled', id, rows: BUNDLED_TABLES[id].rows } as const;
  const suggested = suggestExperiment({ source, columns: inferColumns(table) }, id);
  return parseExperiment({
    ...suggested,
    data: { ...suggested.data, split: { ...suggested.data.split, seed } },
    network: { ...suggested.network, seed },
    training: { ...suggested.training, seed },
  });
}

/** The best weights by the validation rows, measured on the test rows. */
function trained(experiment: Experiment, table: RawTable) {
  const data = prepareExperiment(experiment, table);
  const trainer = new Trainer(trainingSetup(experiment, data), backend);
  trainer.evaluateNow();
  let ending = null;
  while (ending === null) ({ ending } = trainer.advance(Infinity));
  const test: PartMetrics = trainer.best!.evaluation.test!;
  trainer.close();
  return { data, ending, test };
}

async function figures(id: BundledTable, measure: (run: ReturnType<typeof trained>) => number) {
  const table = await readBundledTable(id);
  const values = SEEDS.map((seed) => measure(trained(suggestedFor(id, table, seed), table)));
  const sorted = values.toSorted((a, b) => a - b);
  return { median: sorted[2]!, lowest: sorted[0]!, highest: sorted[4]! };
}

function print(name: string, { median, lowest, highest }: Awaited<ReturnType<typeof figures>>): void {
  const [middle, low, high] = [median, lowest, highest].map((value) => value.toFixed(4));
  process.stdout.write(`${name}: median ${middle!}, from ${low!} to ${high!}\n`);
}

describe('the suggested experiment, on rows it has not seen', () => {
  it.each([
    ['iris', 0.95],
    ['wine', 0.97],
    ['breast_cancer', 0.96],
    ['digits', 0.97],
  ] as const)('names the class right in %s: accuracy at least %d', async (id, least) => {
    const accuracy = await figures(id, ({ test }) => test.classification!.accuracy);
    print(`${id}, test accuracy`, accuracy);
    expect(accuracy.median).toBeGreaterThanOrEqual(least);
  });

  it('answers diabetes as well as least squares on the same splits: R² no more than 0.03 below', async () => {
    const network = await figures('diabetes', ({ test }) => test.r2![0]!);
    const line = await figures('diabetes', ({ data }) => leastSquaresR2(data));
    const difference = await figures('diabetes', ({ data, test }) => test.r2![0]! - leastSquaresR2(data));
    print('diabetes, test R²', network);
    print('diabetes, test R² of least squares', line);
    print('diabetes, difference on each split', difference);
    expect(network.median).toBeGreaterThan(line.median - 0.03);
    expect(difference.median).toBeGreaterThan(-0.03);
  });

  it('learns three targets from the twenty rows of linnerud', async () => {
    const table = await readBundledTable('linnerud');
    const { ending, test } = trained(suggestedFor('linnerud', table, 1), table);
    expect(ending.kind).not.toBe('diverged');
    expect(test.rmse).toHaveLength(3);
    expect(test.rmse.every(Number.isFinite)).toBe(true);
  });
});
