import '@testing-library/jest-dom/vitest';
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { Response } from '@shared/ipc/contract.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { EvaluatedRow, PartEvaluation } from '@shared/model/evaluation.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { metricsPoint } from '../helpers/metrics-points.ts';
import App from '../../src-renderer/App.svelte';
import { endedRun, makeWorkbench, openStage } from './helpers/window.ts';

/** Two inputs, and which of two classes a row is of. */
const flowers: Experiment = parseExperiment({
  format: 'ninestep-experiment',
  version: 1,
  name: 'Flowers',
  data: {
    source: { kind: 'bundled', id: 'iris', rows: 12 },
    columns: [
      { name: 'height', type: 'number', role: 'input' },
      { name: 'petals', type: 'number', role: 'input' },
      { name: 'kind', type: 'category', role: 'target', levels: ['rose', 'tulip', 'daisy'] },
    ],
    scaling: { targets: 'none' },
  },
  network: { output: { activation: 'softmax' } },
  training: { loss: 'softmax-cross-entropy' },
});
const kinds = ['rose', 'tulip', 'daisy'];

const description: Response<'model:describe'> = {
  name: 'Flowers',
  epoch: 7,
  inputs: ['height', 'petals'].map((name) => ({
    type: 'number',
    name,
    min: 0,
    max: 10,
    mean: 5,
    optional: false,
  })),
  outputs: kinds.map((kind) => ({ name: `kind = ${kind}`, column: 'kind', min: 0, max: 1, mean: 0.3 })),
  equation: ['answer = softmax(…)'],
  parameters: 10,
  cases: [],
};

const figures = { precision: 0.5, recall: 0.5, f1: 0.5 };
const reading = (part: PartEvaluation['part']): PartEvaluation => ({
  part,
  task: 'multiclass',
  epoch: 7,
  rows: { train: 7, validation: 2, test: 3 },
  columns: [],
  outputs: description.outputs.map(({ name, column }) => ({ name, column })),
  numbers: [],
  classes: [
    {
      column: 'kind',
      classes: kinds,
      outputs: [0, 1, 2],
      isProbability: true,
      mistakes: 1,
      accuracy: 0.5,
      accuracyInterval: { low: 0.1, high: 0.9 },
      baselineAccuracy: 0.5,
      balancedAccuracy: 0.5,
      macro: figures,
      weighted: figures,
      kappa: 0,
      matthews: 0,
      auc: null,
      averagePrecision: null,
      logLoss: 0.7,
      brier: 0.2,
      calibrationError: 0.1,
      confusion: Uint32Array.of(1, 1, 0, 0, 0, 0, 0, 0, 0),
      perClass: kinds.map((level) => ({
        level,
        support: 1,
        predicted: 1,
        hits: 1,
        ...figures,
        auc: null,
        averagePrecision: null,
        brier: null,
        calibrationError: null,
      })),
    },
  ],
  sample: Uint32Array.of(3, 8),
});
const mistaken: EvaluatedRow = {
  row: 8,
  inputs: [2.5, 4],
  truth: [1, 0, 0],
  answers: [0.2, 0.7, 0.1],
  classes: [{ column: 'kind', truth: 'rose', predicted: 'tulip', probability: 0.7 }],
};

async function openEvaluation(experiment = flowers) {
  const point = metricsPoint(7, 0.5, 0.6);
  const rows = { train: 7, validation: 2, test: 3 };
  const run = endedRun(1, { name: 'Flowers', experiment, rows, best: point, last: point });
  const made = makeWorkbench({ experiments: [experiment], runs: [run] });
  const { fake, workbench, actions } = made;
  fake.runOpen.mockResolvedValue({ run, points: [], hasModel: true, testOpenings: 0 });
  fake.modelDescribe.mockResolvedValue(description);
  fake.modelPredict.mockImplementation(({ rows: asked }) =>
    Promise.resolve({ outputs: asked.map(() => [0.2, 0.7, 0.1]) }),
  );
  fake.evaluationRead.mockImplementation(({ part }) => Promise.resolve(reading(part)));
  fake.evaluationRows.mockResolvedValue({ of: 1, rows: [mistaken] });
  render(App, { workbench, actions });
  const user = userEvent.setup();
  await openStage(user, 'Evaluate');
  await screen.findByRole('group', { name: /^Confusion matrix/ });
  return { ...made, user };
}

async function openTab(user: UserEvent, name: RegExp): Promise<void> {
  await user.click(screen.getByRole('tab', { name }));
}

describe('the confusion matrix', () => {
  it('shows the rows of a cell that is pressed, and the mistakes again when it is left', async () => {
    const { fake, user } = await openEvaluation();
    const cell = screen.getByRole('button', { name: /^True rose, answered tulip: 1 rows, 50 %/ });
    await fireEvent.click(cell);
    const which = { kind: 'cell', column: 'kind', truth: 'rose', predicted: 'tulip' };
    await waitFor(() => {
      expect(fake.evaluationRows).toHaveBeenLastCalledWith(
        expect.objectContaining({ part: 'validation', which, from: 0 }),
      );
    });
    expect(cell).toHaveAttribute('aria-pressed', 'true');
    await user.click(screen.getByRole('button', { name: 'No longer only these rows' }));
    expect(cell).toHaveAttribute('aria-pressed', 'false');
    expect(screen.getByRole('heading', { name: 'Mistaken rows' })).toBeVisible();
  });

  it('is walked by arrow keys, with one stop for Tab', async () => {
    await openEvaluation();
    const cells = within(screen.getByRole('group', { name: /^Confusion matrix/ })).getAllByRole('button');
    expect(cells.filter((cell) => cell.getAttribute('tabindex') === '0')).toEqual([cells[0]]);
    cells[0]!.focus();
    await fireEvent.keyDown(cells[0]!, { key: 'ArrowRight' });
    expect(cells[1]).toHaveFocus();
    await fireEvent.keyDown(cells[1]!, { key: 'ArrowDown' });
    expect(cells[4]).toHaveFocus();
    await fireEvent.keyDown(cells[4]!, { key: 'End' });
    await fireEvent.keyDown(cells[5]!, { key: 'ArrowRight' });
    await fireEvent.keyDown(cells[5]!, { key: 'Enter' });
    expect(cells[5]).toHaveAttribute('aria-pressed', 'true');
  });

  it('is a table, too', async () => {
    const { user } = await openEvaluation();
    await user.click(screen.getAllByText('As a table')[0]!);
    const table = within(screen.getByRole('table', { name: /^Confusion matrix.*as a table/ }));
    expect(table.getAllByRole('row')).toHaveLength(4);
  });
});

describe('the test rows', () => {
  it('are asked about only once they are opened', async () => {
    const { fake, user } = await openEvaluation();
    await user.click(screen.getByRole('radio', { name: 'Test (sealed)' }));
    await user.click(screen.getAllByRole('button', { name: 'Open test results' })[0]!);
    await screen.findByRole('radio', { name: 'Test' });
    const parts = (): string[] => fake.evaluationRead.mock.calls.map(([{ part }]) => part);
    await waitFor(() => {
      expect(parts()).toEqual(['validation', 'test']);
    });
    expect(fake.runOpenTest).toHaveBeenCalledOnce();
  });
});

describe('a row', () => {
  it('goes into the form with what is true of it', async () => {
    const { user } = await openEvaluation();
    await user.click(await screen.findByRole('button', { name: /try row 9/ }));
    expect(screen.getByRole('textbox', { name: 'height' })).toHaveValue('2.5');
    expect(screen.getByText('Row 9 of the table, one of the validation rows.')).toBeVisible();
    expect(screen.getByText(/^true: rose/)).toBeVisible();
    const field = screen.getByRole('textbox', { name: 'height' });
    await user.clear(field);
    await user.type(field, '3');
    expect(screen.queryByText(/^true: rose/)).toBeNull();
  });

  it('becomes a saved test case, which fails while the answer is wrong', async () => {
    const { user, workbench } = await openEvaluation();
    await user.click(await screen.findByRole('button', { name: 'Save row 9 as a test case' }));
    await user.click(screen.getByRole('button', { name: 'Save', hidden: true }));
    expect(workbench.project.experiment.testCases).toEqual([
      { name: 'Row 9', inputs: { height: 2.5, petals: 4 }, expected: { kind: 'rose' } },
    ]);
    await openTab(user, /^Test cases 1/);
    expect(await screen.findByText('0 of 1 pass')).toBeVisible();
    expect(screen.getByRole('row', { name: /Fail.*Row 9/ })).toHaveTextContent('tulip');
  });
});

describe('saved test cases', () => {
  const saved: Experiment = {
    ...flowers,
    testCases: [
      { inputs: { height: 1, petals: 2 }, expected: { kind: 'tulip' } },
      { name: 'odd', inputs: { height: 3, petals: 4 }, expected: { kind: 'daisy' } },
      { inputs: { height: 5, petals: 6 } },
    ],
  };

  it('pass, fail, or are not judged', async () => {
    const { user } = await openEvaluation(saved);
    await openTab(user, /^Test cases 3/);
    expect(await screen.findByText('1 of 2 pass · 1 not judged')).toBeVisible();
    expect(screen.getByRole('row', { name: /Pass.*Case 1/ })).toBeVisible();
    expect(screen.getByRole('row', { name: /Fail.*odd/ })).toBeVisible();
    expect(screen.getByRole('row', { name: /Not judged.*Case 3/ })).toBeVisible();
  });

  it('are changed, deleted, and brought back by undo', async () => {
    const { user, workbench } = await openEvaluation(saved);
    await openTab(user, /^Test cases/);
    await user.click(screen.getByRole('button', { name: 'Edit odd' }));
    await user.selectOptions(screen.getByRole('combobox', { name: 'kind', hidden: true }), 'tulip');
    await user.click(screen.getByRole('button', { name: 'Change', hidden: true }));
    expect(workbench.project.experiment.testCases[1]?.expected).toEqual({ kind: 'tulip' });
    expect(await screen.findByText('2 of 2 pass · 1 not judged')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Delete Case 1' }));
    expect(workbench.project.experiment.testCases).toHaveLength(2);
    workbench.project.undo();
    expect(workbench.project.experiment.testCases).toHaveLength(3);
  });

  it('go into the form', async () => {
    const { user } = await openEvaluation(saved);
    await openTab(user, /^Test cases/);
    await user.click(screen.getByRole('button', { name: 'Try odd' }));
    expect(screen.getByRole('textbox', { name: 'petals' })).toHaveValue('4');
    expect(screen.getByText('Test case “odd”.')).toBeVisible();
  });
});
