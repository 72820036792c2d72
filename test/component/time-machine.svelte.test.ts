import '@testing-library/jest-dom/vitest';
import { render, screen, waitFor, within } from '@testing-library/svelte';
import { AppError } from '@shared/core/errors.ts';
import userEvent from '@testing-library/user-event';
import { beforeAll, describe, expect, it } from 'vitest';
import App from '../../src-renderer/App.svelte';
import { metricsPoint } from '../helpers/metrics-points.ts';
import { giveCanvas } from './helpers/canvas.ts';
import { articleExperiment, endedRun, makeWorkbench, openStage } from './helpers/window.ts';

beforeAll(giveCanvas);

const POINTS = [0, 1, 2, 3].map((epoch) => metricsPoint(epoch, 1 / (1 + epoch), 2 / (1 + epoch)));
const MOMENTS = POINTS.map(({ epoch, step }) => ({ epoch, step }));

async function openTrain(moments = MOMENTS) {
  const experiment = articleExperiment();
  const run = endedRun(1, { experiment, name: 'Kept run' });
  const made = makeWorkbench({ runs: [run] });
  made.fake.runOpen.mockResolvedValue({ run, points: POINTS as never, hasModel: false, testOpenings: 0 });
  made.fake.runInsight.mockResolvedValue({ points: [], moments, bytes: 4_000 });
  render(App, { workbench: made.workbench, actions: made.actions });
  const user = userEvent.setup();
  await openStage(user, 'Train');
  return { ...made, run, user };
}

const machine = async () => within(await screen.findByRole('region', { name: 'Time machine' }));
const button = async (name: string) => (await machine()).getByRole('button', { name });

describe('the time machine', () => {
  it('is not there for a run of which no weights were kept', async () => {
    const { workbench } = await openTrain([]);
    await waitFor(() => expect(workbench.shownDetail?.points).toHaveLength(4));
    expect(screen.queryByRole('region', { name: 'Time machine' })).toBeNull();
  });

  it('begins at the best weights, and goes back moment by moment with the figures of each', async () => {
    const { user, workbench } = await openTrain();
    const slider = (await machine()).getByRole('slider', { name: 'Moment of the run' });
    expect(slider).toHaveAttribute('aria-valuetext', 'the best weights, epoch 150');
    expect(await button('Measure again')).toBeDisabled();
    await user.click(await button('Earlier moment'));
    expect(workbench.look.moment).toBe(3);
    expect(slider).toHaveAttribute('aria-valuetext', 'epoch 3');
    expect((await machine()).getByText('0.25')).toBeVisible();
    expect((await machine()).getByText('0.5')).toBeVisible();
    await user.click(await button('Best'));
    expect(workbench.look.moment).toBeNull();
  });

  it('shows nothing of the test rows while they are sealed', async () => {
    const { user } = await openTrain();
    await user.click(await button('Earlier moment'));
    const labels = (await machine()).getAllByRole('term').map((term) => term.textContent);
    expect(labels).toEqual(['train', 'validation']);
  });

  it('says that a moment measured again is what was logged', async () => {
    const { user, fake, run } = await openTrain();
    fake.runMeasure.mockResolvedValue({ ...POINTS[3]!, test: null });
    await user.click(await button('Earlier moment'));
    await user.click(await button('Measure again'));
    expect(await (await machine()).findByText(/all 8 figures .* to the last bit/)).toBeVisible();
    expect(fake.runMeasure).toHaveBeenCalledWith({ runId: run.id, epoch: 3 });
    // What was said of one moment is not said of another.
    await user.click(await button('Earlier moment'));
    expect((await machine()).queryByText(/to the last bit/)).toBeNull();
  });

  it('says why a moment cannot be measured', async () => {
    const { user, fake } = await openTrain();
    fake.runMeasure.mockRejectedValue(
      new AppError('CHECKSUM_MISMATCH', 'The weights of epoch 3 are damaged.'),
    );
    await user.click(await button('Earlier moment'));
    await user.click(await button('Measure again'));
    expect(await (await machine()).findByText('The weights of epoch 3 are damaged.')).toBeVisible();
  });

  it('begins a branch with the settings asked for, and opens it', async () => {
    const { user, fake, run, workbench } = await openTrain();
    const begun = endedRun(2, { status: 'queued', name: 'Branch' });
    fake.runBranch.mockResolvedValue(begun);
    await user.click(await button('Earlier moment'));
    await user.click(await button('Branch from here'));
    const dialog = within(screen.getByRole('dialog', { name: 'Branch from epoch 3' }));
    const epochs = dialog.getByRole('textbox', { name: 'Epochs' });
    await user.clear(epochs);
    await user.type(epochs, '12');
    await user.click(dialog.getByRole('button', { name: 'Start the branch' }));
    const { training } = run.experiment;
    expect(fake.runBranch).toHaveBeenCalledWith({
      runId: run.id,
      epoch: 3,
      experiment: { ...run.experiment, training: { ...training, epochs: 12 } },
    });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    workbench.receive({ type: 'run-changed', run: begun }, () => undefined);
    expect(workbench.openedRun?.id).toBe(begun.id);
  });

  it('keeps a branch that was refused open, with the reason', async () => {
    const { user, fake } = await openTrain();
    fake.runBranch.mockRejectedValue(new AppError('INVALID_VALUE', 'The weights do not fit.'));
    await user.click(await button('Earlier moment'));
    await user.click(await button('Branch from here'));
    const dialog = within(screen.getByRole('dialog'));
    await user.click(dialog.getByRole('button', { name: 'Start the branch' }));
    expect(await dialog.findByText('The weights do not fit.')).toBeVisible();
  });

  it('stands below the picture of the network, too', async () => {
    const { user } = await openTrain();
    await user.click(await button('Earlier moment'));
    await openStage(user, 'Network');
    expect((await machine()).getByRole('slider')).toHaveAttribute('aria-valuetext', 'epoch 3');
  });
});
