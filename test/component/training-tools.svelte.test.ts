import '@testing-library/jest-dom/vitest';
import { screen, within } from '@testing-library/svelte';
import { AppError } from '@shared/core/errors.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import type { GradientReport, RateSweep } from '../../src-renderer/state/training-tools.svelte.ts';
import { giveCanvas } from './helpers/canvas.ts';
import { openStage, renderWindow } from './helpers/window.ts';

beforeAll(giveCanvas);

const SWEEP: RateSweep = {
  suggestion: 0.0123,
  curve: Array.from({ length: 40 }, (_, k) => ({
    rate: 1e-7 * 10 ** (k / 5),
    loss: 1 + Math.cos(k / 6),
    smoothed: 2 - k / 40,
  })),
};

const LAYER = { type: 'dense', checked: 12, kinks: 0, maxRelativeError: 2e-9, worst: null } as const;
const REPORT: GradientReport = {
  passed: true,
  maxRelativeError: 2e-9,
  tolerance: 1e-6,
  rows: 16,
  layers: [0, 1, 2].map((layer) => ({ ...LAYER, layer })),
};

async function openTrain() {
  const made = renderWindow();
  made.fake.rateFind.mockResolvedValue(SWEEP);
  made.fake.gradientCheck.mockResolvedValue(REPORT);
  await openStage(made.user, 'Train');
  return made;
}

const button = (name: string | RegExp) => screen.getByRole('button', { name });
const find = () => button('Find a learning rate');
const check = () => button('Check gradients');
const settings = () => within(screen.getByRole('region', { name: 'Settings' }));
/** What is told now: a chart has a place of its own to say what became of its picture. */
const said = () => {
  const told = settings()
    .getAllByRole('status')
    .filter((place) => place.textContent.trim() !== '');
  expect(told).toHaveLength(1);
  return told[0];
};

/** An answer that comes when the test says so. */
function pending<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => (resolve = done));
  return { promise, resolve };
}

describe('the learning-rate finder', () => {
  it('asks about the draft, shows the curve and says what it suggests', async () => {
    const { user, fake, workbench } = await openTrain();
    await user.click(find());
    expect(fake.rateFind).toHaveBeenCalledExactlyOnceWith({ experiment: workbench.project.experiment });
    expect(
      await screen.findByRole('img', { name: /^Loss against learning rate: .*; suggested 0\.0123$/ }),
    ).toBeVisible();
    expect(said()).toHaveTextContent('The loss falls fastest near a learning rate of 0.0123.');
    expect(find()).toHaveAttribute('aria-expanded', 'true');
  });

  it('puts its suggestion into the field, as an edit that can be undone, and gives the focus back', async () => {
    const { user, workbench } = await openTrain();
    const field = screen.getByRole('textbox', { name: 'Learning rate' });
    await user.click(find());
    await user.click(await screen.findByRole('button', { name: 'Use 0.0123' }));
    expect(field).toHaveValue('0.0123');
    expect(find()).toHaveFocus();
    expect(find()).toHaveAttribute('aria-expanded', 'false');
    expect(said()).toHaveTextContent('The learning rate is now 0.0123.');
    workbench.project.undo();
    expect(workbench.project.experiment.training.optimizer).toMatchObject({ learningRate: 0.01 });
  });

  it('is busy until it is answered, and can be cancelled: the answer then comes to nothing', async () => {
    const { user, fake } = await openTrain();
    const answer = pending<RateSweep>();
    fake.rateFind.mockReturnValue(answer.promise);
    await user.click(find());
    expect(said()).toHaveTextContent('Trying learning rates…');
    await user.click(button('Cancel'));
    expect(said()).toHaveTextContent('Cancelled.');
    expect(find()).toHaveFocus();
    answer.resolve(SWEEP);
    await answer.promise;
    expect(screen.queryByRole('img', { name: /^Loss against/ })).toBeNull();
  });

  it('closes on Escape and gives the focus back', async () => {
    const { user } = await openTrain();
    await user.click(find());
    (await screen.findByRole('button', { name: 'Use 0.0123' })).focus();
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('button', { name: 'Use 0.0123' })).toBeNull();
    expect(find()).toHaveFocus();
  });

  it('does not ask about an experiment with problems, but says what to correct', async () => {
    const { user, fake } = await openTrain();
    await user.clear(screen.getByRole('textbox', { name: 'Epochs' }));
    await user.click(find());
    expect(said()).toHaveTextContent(/^Epochs: Must be a whole number/);
    expect(fake.rateFind).not.toHaveBeenCalled();
  });

  it('shows why main refuses, and asks again', async () => {
    const { user, fake } = await openTrain();
    const message = 'training.batchSize: This would take too long to wait for.';
    fake.rateFind.mockRejectedValueOnce(new AppError('TOO_LARGE', message, { at: 'training.batchSize' }));
    await user.click(find());
    expect(await screen.findByText('This would take too long to wait for.')).toBeVisible();
    await user.click(button('Try again'));
    expect(await screen.findByRole('button', { name: 'Use 0.0123' })).toBeVisible();
    expect(find()).toHaveFocus();
  });

  it.each([
    ['at once', SWEEP.curve.slice(0, 3), /^Even the lowest rates make the loss fly up at once\./],
    ['before the first step', [], /^Even the lowest rates/],
    ['at none of the rates', SWEEP.curve, /^The loss falls at none of the rates up to/],
  ])('has nothing to use where the loss flies up or never falls: %s', async (_when, curve, words) => {
    const { user, fake } = await openTrain();
    fake.rateFind.mockResolvedValue({ suggestion: null, curve });
    await user.click(find());
    expect(await screen.findByText(words)).toBeVisible();
    expect(screen.queryByRole('button', { name: /^Use/ })).toBeNull();
  });

  it('offers no rate that was found for other settings', async () => {
    const { user } = await openTrain();
    await user.click(find());
    await screen.findByRole('button', { name: 'Use 0.0123' });
    await user.selectOptions(screen.getByRole('combobox', { name: 'Method' }), 'sgd');
    expect(said()).toHaveTextContent(/The settings have changed since\.$/);
    expect(screen.queryByRole('button', { name: 'Use 0.0123' })).toBeNull();
    await user.click(button('Try again'));
    expect(await screen.findByRole('button', { name: 'Use 0.0123' })).toBeVisible();
  });

  it('is not offered for methods that have no rate', async () => {
    const { user } = await openTrain();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Method' }), 'lbfgs');
    expect(screen.queryByRole('button', { name: 'Find a learning rate' })).toBeNull();
    expect(check()).toBeVisible();
  });
});

describe('the gradient check', () => {
  it('shows each layer by its name, and says that all is right', async () => {
    const { user } = await openTrain();
    await user.click(check());
    const table = await screen.findByRole('table');
    const rows = within(table).getAllByRole('row').slice(1);
    const cells = rows.map((row) =>
      within(row)
        .getAllByRole('cell')
        .map((cell) => cell.textContent.trim()),
    );
    expect(cells).toEqual([
      ['1 Dense', '12', '2.000e−9', 'passed'],
      ['2 Dense', '12', '2.000e−9', 'passed'],
      ['Output', '12', '2.000e−9', 'passed'],
    ]);
    expect(said()).toHaveTextContent(/^The gradients are right: .* at most 2\.000e−9/);
  });

  it.each([0.25, NaN])('says which layer differs where the largest error is %d', async (maxRelativeError) => {
    const { user, fake } = await openTrain();
    const wrong = { ...LAYER, layer: 1, maxRelativeError };
    fake.gradientCheck.mockResolvedValue({
      ...REPORT,
      passed: false,
      maxRelativeError,
      layers: [REPORT.layers[0]!, wrong],
    });
    await user.click(check());
    expect(await screen.findByRole('row', { name: /^2 Dense .* differs$/ })).toBeVisible();
    expect(said()).toHaveTextContent(/^Some gradients are not the slopes of the loss .* please report it/);
  });

  it('says how many parameters were left out at kinks, and when nothing could be compared', async () => {
    const { user, fake } = await openTrain();
    const layers = [{ ...LAYER, layer: 0, checked: 0, kinks: 12, maxRelativeError: 0 }];
    fake.gradientCheck.mockResolvedValue({ ...REPORT, passed: false, maxRelativeError: 0, layers });
    await user.click(check());
    expect(await screen.findByText(/^12 parameters were left out/)).toBeVisible();
    expect(screen.getByRole('row', { name: /^1 Dense .* left out$/ })).toBeVisible();
    expect(said()).toHaveTextContent(/^Nothing could be compared/);
  });

  it('takes the place of the other tool', async () => {
    const { user } = await openTrain();
    await user.click(find());
    await user.click(check());
    expect(await screen.findByRole('table')).toBeVisible();
    expect(screen.queryByRole('button', { name: /^Use/ })).toBeNull();
    expect(find()).toHaveAttribute('aria-expanded', 'false');
  });
});
