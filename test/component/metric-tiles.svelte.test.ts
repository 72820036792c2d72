import '@testing-library/jest-dom/vitest';
import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { ClassificationMetrics, PartMetrics } from '@shared/model/run.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { quantityChoices, valueOf } from '../../src-renderer/charts/quantities.ts';
import MetricTile from '../../src-renderer/features/evaluate/MetricTile.svelte';
import MetricTiles from '../../src-renderer/features/evaluate/MetricTiles.svelte';
import { classificationJson } from '../helpers/experiments.ts';
import { metricsPoint } from '../helpers/metrics-points.ts';
import { articleExperiment, endedRun } from './helpers/window.ts';

const classification: ClassificationMetrics = {
  accuracy: 0.9,
  balancedAccuracy: 0.85,
  f1: 0.8,
  logLoss: 0.3,
  auc: null,
  confusion: [
    [7, 1],
    [0, 2],
  ],
};
const { train: old } = metricsPoint(3, 0.5);
const regression: PartMetrics = { ...old, mae: [0.25, 0.75], r2: [0.99, -1] };
const classes: PartMetrics = { ...old, classification };

const output = (name: string) => ({ name, column: name, min: 0, max: 10, mean: 5 });

function renderTile(metrics: PartMetrics, names: string[]) {
  const classes = names.length === 1 ? [`not ${names[0]!}`, names[0]!] : names;
  render(MetricTile, { part: 'test', metrics, rows: 10, outputs: names.map(output), classes });
  return within(screen.getByRole('region', { name: 'Test metrics' }));
}

it('the focus goes from the button that opens the test results to the results', async () => {
  const point = { ...metricsPoint(1, 0.5), test: null };
  const sealed = endedRun(1, { best: point, last: point, rows: { train: 7, validation: 0, test: 3 } });
  const props = {
    run: sealed,
    outputs: [output('p')],
    classes: [],
    testOpenings: 0,
    onopentest: () => undefined,
  };
  const { rerender } = render(MetricTiles, props);
  await fireEvent.click(screen.getByRole('button', { name: 'Open test results' }));
  await rerender({ ...props, testOpenings: 1, run: { ...sealed, best: { ...point, test: old } } });
  expect(screen.getByRole('region', { name: 'Test metrics' })).toHaveFocus();
});

describe('the tile of a part', () => {
  it('has the errors of each target, in raw units and against its range', () => {
    const row = within(renderTile(regression, ['p', 'q']).getByRole('row', { name: /^q/ }));
    expect(row.getByText('0.75')).toBeVisible();
    expect(row.getByText('−1')).toBeVisible();
    expect(row.getByText('10 %')).toBeVisible();
  });

  it('does without what older runs did not measure', () => {
    const tile = renderTile(old, ['p', 'q']);
    expect(tile.getAllByRole('columnheader').map((header) => header.textContent)).toEqual([
      'Target',
      'RMSE',
      'of range',
    ]);
  });

  it('has the figures of classes instead, and what was taken for what', () => {
    const tile = renderTile(classes, ['disc', 'ring']);
    expect(tile.getByText('Balanced accuracy')).toBeVisible();
    expect(tile.queryByText('RMSE')).toBeNull();
    const matrix = within(tile.getByRole('group', { name: 'Confusion matrix' }));
    expect(
      within(matrix.getByRole('row', { name: /^disc/ }))
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    ).toEqual(['7', '1']);
  });

  it('names both classes of a yes-or-no answer', () => {
    const matrix = within(renderTile(classes, ['ill']).getByRole('group', { name: 'Confusion matrix' }));
    expect(matrix.getAllByRole('rowheader').map((header) => header.textContent)).toEqual(['not ill', 'ill']);
  });

  it('has no matrix where there is none', () => {
    const tile = renderTile({ ...old, classification: { ...classification, confusion: null } }, ['p', 'q']);
    expect(tile.queryByRole('group', { name: 'Confusion matrix' })).toBeNull();
  });
});

describe('what a chart can show', () => {
  it('is losses and the figures of each target', () => {
    const labels = quantityChoices(articleExperiment()).map(({ label }) => label);
    expect(labels).toHaveLength(2 + 3 * 3);
    expect(labels).toContain('RMSE of distance (raw units)');
    expect(labels).toContain('R² of sum');
  });

  it('is the loss and the figures of classes', () => {
    const ids = quantityChoices(parseExperiment(classificationJson)).map(({ id }) => id);
    expect(ids).toEqual(['loss', 'accuracy', 'balancedAccuracy', 'f1', 'logLoss', 'auc']);
  });

  it.each([
    [{ kind: 'loss' }, regression, 0.5],
    [{ kind: 'r2', target: 1 }, regression, -1],
    [{ kind: 'r2', target: 1 }, old, NaN],
    [{ kind: 'rmse', target: 7 }, old, NaN],
    [{ kind: 'accuracy' }, classes, 0.9],
    [{ kind: 'auc' }, classes, NaN],
    [{ kind: 'accuracy' }, old, NaN],
  ] as const)('%j is read from the metrics, NaN where it is not there', (quantity, metrics, expected) => {
    expect(valueOf(metrics, quantity)).toBe(expected);
  });
});
