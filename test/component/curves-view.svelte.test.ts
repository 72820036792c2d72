import '@testing-library/jest-dom/vitest';
import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { CurveQuantity, RunCurves } from '@shared/ipc/run-contract.ts';
import { NO_MARKS, type RunEntry } from '@shared/model/run.ts';
import CurvesView from '../../src-renderer/features/compare/curves/CurvesView.svelte';
import { giveCanvas } from './helpers/canvas.ts';
import { endedRun } from './helpers/window.ts';

beforeAll(giveCanvas);

const LENGTH = 4;

function entry(n: number, change: Partial<RunEntry> = {}): RunEntry {
  const rows = { train: 70, validation: 20, test: 10 };
  return { ...endedRun(n), rows, marks: NO_MARKS, spark: [], isElsewhere: false, ...change };
}

/** Training losses from n down, validation losses half as large. */
function curvesOf(n: number, withTest = false): RunCurves {
  const at = (scale: number) => Float64Array.from({ length: LENGTH }, (_, k) => (scale * n) / (k + 1));
  return {
    epoch: Float64Array.from({ length: LENGTH }, (_, k) => k),
    step: Float64Array.from({ length: LENGTH }, (_, k) => 10 * k),
    seconds: Float64Array.from({ length: LENGTH }, (_, k) => k / 4),
    train: at(1),
    validation: at(0.5),
    test: withTest ? at(2) : null,
  };
}

function show(runs: readonly RunEntry[], change: Record<string, unknown> = {}) {
  const numbers = new Map(runs.map((run, k) => [run.id, k + 1]));
  const ask = vi.fn((runId: string, _: CurveQuantity) => Promise.resolve(curvesOf(numbers.get(runId) ?? 0)));
  const onhighlight = vi.fn();
  const props = {
    runs,
    colorOf: () => '--run-0',
    dashOf: () => [],
    highlighted: null,
    onhighlight,
    curvesOf: ask,
    isTestOpen: () => false,
    theme: 'light',
    ...change,
  };
  return { ask, onhighlight, ...render(CurvesView, props) };
}

const rowNames = () =>
  within(screen.getByRole('table', { name: 'Values of the shown runs' }))
    .getAllByRole('rowheader')
    .map((header) => within(header).getAllByRole('button')[0]?.textContent.trim() ?? '');

const cells = (name: RegExp) =>
  within(screen.getByRole('row', { name }))
    .getAllByRole('cell')
    .map((cell) => cell.textContent.trim());

describe('the curves of the chosen runs', () => {
  it('are asked for once each, and their last values stand in the legend, the best first', async () => {
    const runs = [entry(2), entry(1), entry(3)];
    const { ask } = show([runs[2]!, runs[1]!, runs[0]!]);
    await waitFor(() => expect(cells(/Run 3/)).toEqual(['0.125']));
    expect(ask).toHaveBeenCalledTimes(3);
    expect(ask).toHaveBeenCalledWith(runs[0]!.id, { metric: 'loss', target: 0 });
    expect(rowNames().map((name) => name.slice(0, 5))).toEqual(['Run 3', 'Run 1', 'Run 2']);
  });

  it('show the parts that are chosen, the validation rows first', async () => {
    show([entry(1)]);
    await waitFor(() => expect(cells(/Run 1/)).toEqual(['0.125']));
    await userEvent.click(screen.getByRole('button', { name: 'train' }));
    expect(cells(/Run 1/)).toEqual(['0.25', '0.125']);
    await userEvent.click(screen.getByRole('button', { name: 'validation' }));
    expect(cells(/Run 1/)).toEqual(['0.25']);
    await userEvent.click(screen.getByRole('button', { name: 'train' }));
    expect(cells(/Run 1/)).toEqual(['0.25']);
  });

  it('show test values of opened runs alone, and say of the others that they are sealed', async () => {
    const [open, sealed] = [entry(1), entry(2)];
    show([open, sealed], {
      isTestOpen: (id: string) => id === open.id,
      curvesOf: (id: string) => Promise.resolve(curvesOf(1, id === open.id)),
    });
    await userEvent.click(screen.getByRole('button', { name: 'test' }));
    await waitFor(() => expect(cells(/Run 1/)).toEqual(['0.125', '0.5']));
    expect(screen.getByRole('row', { name: /Run 2.*test results sealed/ })).toBeVisible();
  });

  it('that cannot be read say why in their own row, and can be asked for again', async () => {
    const ask = vi.fn<() => Promise<RunCurves>>().mockRejectedValueOnce(new Error('Its points are gone.'));
    ask.mockResolvedValue(curvesOf(1));
    show([entry(1)], { curvesOf: ask });
    expect(await screen.findByText('Its points are gone.')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(cells(/Run 1/)).toEqual(['0.125']));
  });

  it('are asked for again when a run has gone on, and stay until the answer is there', async () => {
    const run = entry(1, { status: 'running', epochsDone: 3 });
    const { ask, rerender } = show([run]);
    await waitFor(() => expect(cells(/Run 1/)).toEqual(['0.125']));
    ask.mockReturnValue(new Promise(() => undefined));
    await rerender({ runs: [{ ...run, epochsDone: 4 }] });
    expect(ask).toHaveBeenCalledTimes(2);
    expect(cells(/Run 1/)).toEqual(['0.125']);
    await rerender({ runs: [{ ...run, epochsDone: 4 }] });
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('of seeds of one configuration become their mean with its band', async () => {
    const group = {
      id: 'grp_000000000001',
      kind: 'seeds',
      name: 'Seeds',
      configuration: 0,
      values: {},
    } as const;
    const runs = [1, 2, 3].map((n) => entry(n, { group: { ...group, index: n - 1, replicate: n - 1 } }));
    show([...runs, entry(9)]);
    await waitFor(() => expect(cells(/Run 9/)).toEqual(['0.5']));
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Seeds and folds' }), 'range');
    expect(rowNames()).toHaveLength(2);
    expect(cells(/Run 1.*mean of 3/)[0]?.replace(/\s+/g, ' ')).toBe('0.25 0.125–0.375');
  });

  it('stand out when their row is pressed, and no longer when it is pressed again', async () => {
    const runs = [entry(1), entry(2)];
    const { onhighlight, rerender } = show(runs);
    const press = () => userEvent.click(screen.getByRole('button', { name: /^Run 2/ }));
    await press();
    expect(onhighlight).toHaveBeenLastCalledWith(runs[1]!.id);
    await rerender({ highlighted: runs[1]!.id });
    expect(screen.getByRole('button', { name: /^Run 2/, pressed: true })).toBeVisible();
    await press();
    expect(onhighlight).toHaveBeenLastCalledWith(null);
  });

  it('say what to do when there are none', () => {
    show([]);
    expect(screen.getByText(/Choose runs in the table/)).toBeVisible();
  });
});

describe('the crosshair by keyboard', () => {
  it('reads point after point, and leaves with Escape', async () => {
    show([entry(1)]);
    await waitFor(() => expect(cells(/Run 1/)).toEqual(['0.125']));
    screen.getByRole('application').focus();
    await userEvent.keyboard('.');
    expect(screen.getByText('At epoch 0')).toBeVisible();
    await userEvent.keyboard('..');
    expect(screen.getByText('At epoch 2')).toBeVisible();
    expect(cells(/Run 1/)).toEqual(['0.1667']);
    await userEvent.keyboard('{Escape}');
    expect(screen.getByText('Last values')).toBeVisible();
  });
});
