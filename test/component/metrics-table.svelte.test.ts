import '@testing-library/jest-dom/vitest';
import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import type { ClassificationMetrics, PartMetrics, RunEntry } from '@shared/model/run.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { quantityChoices, valueOf } from '../../src-renderer/charts/quantities.ts';
import MetricsTable from '../../src-renderer/features/evaluate/MetricsTable.svelte';
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

const point = { ...metricsPoint(1, 0.5), test: null };

function renderTable(train: PartMetrics, names: string[], change: Partial<RunEntry> = {}) {
  const rows = { train: 7, validation: 2, test: 3 };
  const best = { ...point, train, validation: train };
  const run = endedRun(1, { best, last: best, rows, ...change });
  const onopentest = vi.fn();
  const props = { run, outputs: names.map(output), testOpenings: 0, onopentest };
  return { ...render(MetricsTable, props), props, onopentest, best };
}

function cellsOf(name: RegExp): (string | undefined)[] {
  const row = within(screen.getByRole('row', { name }));
  return row.getAllByRole('cell').map((cell) => cell.textContent.trim());
}

describe('the metrics', () => {
  it('of targets stand part beside part, in raw units and against the range', () => {
    renderTable(regression, ['p', 'q']);
    expect(cellsOf(/^q/).slice(0, 4)).toEqual(['1', '10.0 %', '0.75', '−1']);
    expect(cellsOf(/^q/).slice(4)).toEqual(['1', '10.0 %', '0.75', '−1']);
    expect(screen.getByRole('columnheader', { name: 'Validation metrics' })).toHaveTextContent('2 rows');
  });

  it('do without what older runs did not measure', () => {
    renderTable(old, ['p', 'q']);
    expect(cellsOf(/^q/).slice(0, 4)).toEqual(['1', '10.0 %', '–', '–']);
  });

  it('of classes are a line each', () => {
    renderTable(classes, ['disc', 'ring']);
    expect(cellsOf(/^Balanced accuracy/)).toEqual(['0.85', '0.85']);
    expect(cellsOf(/^AUC/)).toEqual(['–', '–']);
    expect(screen.queryByText('RMSE')).toBeNull();
  });

  it('leave the test rows sealed, and say so', async () => {
    const { onopentest } = renderTable(regression, ['p', 'q']);
    expect(screen.getByText('Never opened yet.')).toBeVisible();
    await fireEvent.click(screen.getByRole('button', { name: 'Open test results' }));
    expect(onopentest).toHaveBeenCalledOnce();
  });

  it('say how often the test results were opened', () => {
    renderTable(regression, ['p', 'q'], { best: { ...point, test: regression } });
    expect(screen.getByRole('columnheader', { name: 'Test metrics' })).toHaveTextContent('opened 0 times');
  });
});

it('the focus goes from the button that opens the test results to the results', async () => {
  const { props, rerender, best } = renderTable(old, ['p', 'q']);
  await fireEvent.click(screen.getByRole('button', { name: 'Open test results' }));
  await rerender({ ...props, testOpenings: 1, run: { ...props.run, best: { ...best, test: old } } });
  expect(screen.getByRole('columnheader', { name: 'Test metrics' })).toHaveFocus();
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
