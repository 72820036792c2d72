import '@testing-library/jest-dom/vitest';
import { screen, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import type { RunEntry, RunStatus } from '@shared/model/run.ts';
import { continuationOf } from '../../src-renderer/state/continuation.ts';
import { endedRun, openStage, renderWindow } from './helpers/window.ts';

/** A run that was planned for 200 epochs and has trained. */
function trainedRun(status: RunStatus, epochsDone: number, change: Partial<RunEntry> = {}): RunEntry {
  return endedRun(1, { name: 'mine', dataHash: 'sha256:0', status, epochsDone, ...change });
}

/** The window on the Train stage with this run in sight; `become` is what main would tell of it. */
async function renderRun(run: RunEntry) {
  const made = renderWindow({ runs: [run] });
  made.workbench.openRun(run.id);
  const pane = within(await screen.findByRole('region', { name: 'Run' }));
  const become = (change: Partial<RunEntry>) => {
    made.workbench.receive({ type: 'run-changed', run: { ...run, ...change } }, () => undefined);
  };
  return { ...made, pane, become };
}

describe('how a run may go on', () => {
  it.each([
    ['running', 10, null],
    ['paused', 10, null],
    ['diverged', 10, null],
    ['stopped', 10, 'continue'],
    ['interrupted', 10, 'continue'],
    ['failed', 10, 'continue'],
    ['interrupted', 200, 'more-epochs'],
    ['finished', 200, 'more-epochs'],
    ['finished', 120, 'more-epochs'],
    ['finished', LIMITS.epochs, null],
  ] as const)('%s after %i of 200 epochs: %s', (status, epochsDone, kind) => {
    expect(continuationOf(trainedRun(status, epochsDone))?.kind ?? null).toBe(kind);
  });

  it('is not at all where it failed before it began', () => {
    expect(continuationOf(trainedRun('failed', 0, { dataHash: null }))).toBeNull();
  });

  it('proposes as many epochs more as the experiment asked for, within the limit', () => {
    expect(continuationOf(trainedRun('finished', 200))).toMatchObject({ usual: 200 });
    expect(continuationOf(trainedRun('finished', LIMITS.epochs - 30))).toMatchObject({ usual: 30, most: 30 });
  });
});

describe('Continue', () => {
  it('goes on with a stopped run; the keyboard is then on Pause', async () => {
    const { user, fake, pane, become } = await renderRun(trainedRun('stopped', 10));
    fake.runContinue.mockImplementationOnce(() => {
      become({ status: 'running', endedAt: null });
      return Promise.resolve({});
    });
    pane.getByRole('button', { name: 'Continue mine' }).focus();
    await user.keyboard('{Enter}');
    expect(fake.runContinue).toHaveBeenCalledExactlyOnceWith({ runId: endedRun(1).id, moreEpochs: null });
    expect(await pane.findByRole('button', { name: 'Pause mine' })).toHaveFocus();
    expect(pane.queryByRole('button', { name: 'Continue mine' })).toBeNull();
  });

  it('has a key of its own, which does nothing for a run that has finished', async () => {
    const { user, fake, become } = await renderRun(trainedRun('interrupted', 10));
    await user.keyboard('{Control>}{Shift>}{Enter}{/Shift}{/Control}');
    expect(fake.runContinue).toHaveBeenCalledOnce();
    expect(fake.runStart).not.toHaveBeenCalled();
    become({ status: 'finished', epochsDone: 200 });
    await user.keyboard('{Control>}{Shift>}{Enter}{/Shift}{/Control}');
    expect(fake.runContinue).toHaveBeenCalledOnce();
  });

  it('that is refused says why, and can be pressed again', async () => {
    const { user, fake, pane } = await renderRun(trainedRun('stopped', 10));
    const why = 'The checkpoint was damaged. Train the experiment again.';
    fake.runContinue.mockRejectedValueOnce(new AppError('CHECKSUM_MISMATCH', why));
    const button = pane.getByRole('button', { name: 'Continue mine' });
    await user.click(button);
    expect(await screen.findByText(why)).toBeVisible();
    expect(button).toBeEnabled();
    expect(button).toHaveFocus();
  });

  it('is not offered for a run that diverged', async () => {
    const { pane } = await renderRun(trainedRun('diverged', 10));
    expect(pane.queryByRole('button', { name: /Continue|epochs/ })).toBeNull();
  });
});

describe('more epochs', () => {
  it('are as many as were planned, unless another number is typed; it is proposed again', async () => {
    const { user, fake, pane, become } = await renderRun(trainedRun('finished', 200));
    const field = pane.getByRole('textbox', { name: 'More epochs for mine' });
    expect(field).toHaveValue('200');
    await user.clear(field);
    await user.type(field, '25{Enter}');
    expect(fake.runContinue).toHaveBeenCalledExactlyOnceWith({ runId: endedRun(1).id, moreEpochs: 25 });
    become({ status: 'running' });
    become({ status: 'finished', epochsDone: 225 });
    expect(await pane.findByRole('textbox', { name: 'More epochs for mine' })).toHaveValue('25');
  });

  it.each(['0', '-3', '2.5', 'many', ''])(
    'are refused where they are no number of epochs: "%s"',
    async (text) => {
      const { user, fake, pane } = await renderRun(trainedRun('finished', 200));
      const field = pane.getByRole('textbox', { name: 'More epochs for mine' });
      await user.clear(field);
      await user.type(field, `${text}{Enter}`);
      expect(field).toBeInvalid();
      expect(pane.getByRole('button', { name: /More epochs/ })).toBeDisabled();
      expect(fake.runContinue).not.toHaveBeenCalled();
    },
  );
});

describe('the history', () => {
  it('goes on with a run from its row, without opening it', async () => {
    const { user, fake, workbench } = renderWindow({ runs: [trainedRun('stopped', 10)] });
    await openStage(user, 'Runs');
    const row = within(screen.getByRole('row', { name: /Stopped/ }));
    await user.click(row.getByRole('button', { name: 'Continue mine' }));
    expect(fake.runContinue).toHaveBeenCalledExactlyOnceWith({ runId: endedRun(1).id, moreEpochs: null });
    expect(workbench.stage).toBe('runs');
  });

  it('has the same for the run that the keyboard is on', async () => {
    const other = { ...trainedRun('finished', 200), id: endedRun(2).id, name: 'other' };
    const { user, fake } = renderWindow({ runs: [other, trainedRun('stopped', 10)] });
    await openStage(user, 'Runs');
    screen.getByRole('grid', { name: 'Runs' }).focus();
    await user.keyboard('{Home}');
    const selected = within(screen.getByRole('complementary', { name: 'Selected run' }));
    await user.click(selected.getByRole('button', { name: /^More epochs: 200 for/ }));
    expect(fake.runContinue).toHaveBeenCalledExactlyOnceWith({ runId: other.id, moreEpochs: 200 });
  });
});
