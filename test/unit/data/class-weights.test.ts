import { balancedWeights } from '@shared/data/class-weights.ts';
import { prepareData } from '@shared/data/prepare.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { describe, expect, it } from 'vitest';
import { minimalExperiment } from '../../helpers/experiments.ts';
import { withValue } from '../../helpers/json-path.ts';
import { mixedExperiment, mixedTable } from '../../helpers/mixed-table.ts';

/** Sums in another order. */
const TOLERANCE = 1e-12;

function prepare(targets: Record<string, string>, rows = 10) {
  let json: unknown = withValue(minimalExperiment, 'data.source', {
    kind: 'formula',
    rows,
    inputs: { a: [0, 1] },
    targets,
  });
  json = withValue(json, 'data.split', { train: 0.8, test: 0.2 });
  return prepareData(parseExperiment(json).data);
}

const trainingMean = (weights: Float64Array, rows: Uint32Array) =>
  rows.reduce((sum, row) => sum + weights[row]!, 0) / rows.length;

describe('balancedWeights', () => {
  it.each<[string, Record<string, string>]>([
    ['yes or no', { p: 'a > 0.8' }],
    ['three classes', { p: 'a < 0.1', q: 'a >= 0.1 && a < 0.4', r: 'a >= 0.4' }],
    ['shares', { p: 'a', q: '1 - a' }],
  ])('make every class count the same, and rows 1 on average: %s', (_what, targets) => {
    const data = prepare(targets, 1_000);
    const weights = balancedWeights(data);
    const sums = new Map<number, number>();
    for (const row of data.rows.train)
      sums.set(weights[row]!, (sums.get(weights[row]!) ?? 0) + weights[row]!);
    const [first = 0, ...others] = sums.values();
    for (const other of others) expect(other / first).toBeCloseTo(1, 12);
    expect(others.length).toBeGreaterThan(0);
    expect(Math.abs(trainingMean(weights, data.rows.train) - 1)).toBeLessThan(TOLERANCE);
  });

  it('are N / (C·N_c) of the training rows, for the rows of all parts', () => {
    const data = prepare({ p: 'a > 0.5' });
    const target = data.targets[0]!.values;
    const yes = data.rows.train.filter((row) => target[row] === 1).length;
    const expected = Array.from(target, (value) => 8 / (2 * (value === 1 ? yes : 8 - yes)));
    expect([...balancedWeights(data)]).toEqual(expected);
  });

  it.each(['one-hot', 'ordinal'])('take the levels of a category for its classes (%s)', (encoding) => {
    const { data } = mixedExperiment({
      rows: 200,
      columns: {
        price: { role: 'ignored' },
        profit: { role: 'ignored' },
        shop: { role: 'target', encoding },
      },
    });
    const prepared = prepareData(data, mixedTable(200, 1));
    const { values } = prepared.targets[0]!;
    const { train } = prepared.rows;
    const weights = balancedWeights(prepared);
    for (const level of [0, 1, 2]) {
      const own = train.filter((row) => values[row] === level);
      // Three classes: the fourth level has no row.
      expect(weights[own[0]!]).toBeCloseTo(train.length / (3 * own.length), 12);
    }
    expect(Math.abs(trainingMean(weights, train) - 1)).toBeLessThan(TOLERANCE);
  });

  it('are all 1 where there is one class', () => {
    expect(new Set(balancedWeights(prepare({ p: '1' })))).toEqual(new Set([1]));
  });
});
