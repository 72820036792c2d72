import { screen, within } from '@testing-library/svelte';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '@shared/core/errors.ts';
import type { Project } from '@shared/model/project.ts';
import {
  beginHistory,
  canRedo,
  canUndo,
  currentValue,
  type History,
  pushValue,
  redo,
  undo,
} from '../../src-renderer/state/history.ts';
import { campaignSize, SEED } from '../helpers/campaign.ts';
import { articleExperiment, makeWorkbench, renderWindow } from './helpers/window.ts';

const edit = (atMs: number, mergeKey: string | null = null) => ({ label: 'edit', mergeKey, atMs });

describe('undo and redo', () => {
  it('lead back to the beginning and forth to the end through the very same values, after any edits', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 60 }), (edits) => {
        const values = [{ n: NaN }, ...edits.map((n) => ({ n }))];
        let history: History<{ n: number }> = beginHistory(values[0]!);
        values.slice(1).forEach((value, k) => (history = pushValue(history, value, edit(k))));
        for (let k = values.length - 1; k > 0; k--) {
          expect(currentValue(history)).toBe(values[k]);
          history = undo(history);
        }
        expect(currentValue(history)).toBe(values[0]);
        expect(canUndo(history)).toBe(false);
        while (canRedo(history)) history = redo(history);
        expect(currentValue(history)).toBe(values.at(-1));
      }),
      { seed: SEED, numRuns: campaignSize(100, 5_000) },
    );
  });

  it('agree with a plain list and a cursor under any mix of edits, undos and redos', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('edit', 'undo', 'redo'), { maxLength: 80 }), (steps) => {
        let history: History<number> = beginHistory(0);
        let model = [0];
        let cursor = 0;
        steps.forEach((step, k) => {
          if (step === 'edit') {
            history = pushValue(history, k + 1, edit(k));
            model = [...model.slice(0, cursor + 1), k + 1];
            cursor = model.length - 1;
          } else {
            history = step === 'undo' ? undo(history) : redo(history);
            cursor = step === 'undo' ? Math.max(0, cursor - 1) : Math.min(model.length - 1, cursor + 1);
          }
          expect(currentValue(history)).toBe(model[cursor]);
        });
      }),
      { seed: SEED, numRuns: campaignSize(200, 5_000) },
    );
  });

  it('take keystrokes in one field as one step, and a pause as its end', () => {
    let history: History<string> = beginHistory('');
    history = pushValue(history, '1', edit(0, 'epochs'));
    history = pushValue(history, '12', edit(300, 'epochs'));
    history = pushValue(history, '123', edit(2_000, 'epochs'));
    history = pushValue(history, 'other', edit(2_100, 'seed'));
    const seen: string[] = [];
    while (canUndo(history)) seen.push(currentValue((history = undo(history))));
    expect(seen).toEqual(['123', '12', '']);
  });
});

describe('the keys', () => {
  const units = () => screen.getByRole('textbox', { name: 'Units of layer 1' });

  it('undo and redo the experiment outside of text fields', async () => {
    const { user, workbench } = renderWindow();
    const before = workbench.project.experiment;
    await user.click(screen.getByRole('button', { name: 'Add layer' }));
    await user.keyboard('{Control>}z{/Control}');
    expect(workbench.project.experiment).toBe(before);
    await user.keyboard('{Control>}{Shift>}Z{/Shift}{/Control}');
    expect(workbench.project.experiment.network.layers).toHaveLength(3);
  });

  it('leave a text field its own undo', async () => {
    const { user, workbench } = renderWindow();
    await user.click(screen.getByRole('button', { name: 'Add layer' }));
    units().focus();
    await user.keyboard('{Control>}z{/Control}');
    expect(workbench.project.experiment.network.layers).toHaveLength(3);
  });

  it('count once when the menu answers the same press again', async () => {
    const { user, workbench, actions } = renderWindow();
    const add = screen.getByRole('button', { name: 'Add layer' });
    await user.click(add);
    await user.click(add);
    await user.keyboard('{Control>}z{/Control}');
    actions.performFromMenu('edit:undo');
    expect(workbench.project.experiment.network.layers).toHaveLength(3);
  });

  it('open the stages and train', async () => {
    const { user, workbench, fake } = renderWindow();
    await user.keyboard('{Control>}6{/Control}');
    expect(workbench.stage).toBe('runs');
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(fake.runStart).toHaveBeenCalledExactlyOnceWith({ experiment: workbench.project.experiment });
    expect(workbench.stage).toBe('train');
  });
});

describe('the project', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is saved once after a burst of edits, with the last of them', async () => {
    const { fake, workbench } = makeWorkbench();
    const { project } = workbench;
    for (const name of ['a', 'ab', 'abc']) project.rename(name);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(fake.projectSave).toHaveBeenCalledExactlyOnceWith({ project: project.project });
  });

  it('is saved every second at the latest while edits do not end', async () => {
    const { fake, workbench } = makeWorkbench();
    const { project } = workbench;
    for (let k = 0; k < 50; k++) {
      project.rename(`name ${String(k)}`);
      await vi.advanceTimersByTimeAsync(100);
      const saved = fake.projectSave.mock.lastCall?.[0] as { project: Project } | undefined;
      const age =
        saved === undefined ? k + 1 : k - Number(saved.project.experiments[0]!.experiment.name.slice(5));
      // Tenths of a second.
      expect(age).toBeLessThanOrEqual(11);
    }
    expect(fake.projectSave.mock.calls.length).toBeLessThanOrEqual(6);
  });

  it('tells a failed save and tries again with the next edit', async () => {
    const { fake, workbench } = makeWorkbench();
    const { project } = workbench;
    fake.projectSave.mockRejectedValueOnce(new AppError('DISK_FULL', 'The disk is full.'));
    project.rename('a');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(project.saver.problem).toBe('The disk is full.');
    project.rename('b');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(project.saver.problem).toBeNull();
    expect(fake.projectSave).toHaveBeenCalledTimes(2);
  });

  it('is tried again by itself after a save that failed', async () => {
    const { fake, workbench } = makeWorkbench();
    const { project } = workbench;
    fake.projectSave.mockRejectedValueOnce(new AppError('DISK_FULL', 'The disk is full.'));
    project.rename('a');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(project.saver.problem).toBe('The disk is full.');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(project.saver.problem).toBeNull();
    expect(fake.projectSave).toHaveBeenLastCalledWith({ project: project.project });
  });

  it('is saved at once when the window goes away', async () => {
    const { fake, workbench } = makeWorkbench();
    workbench.project.rename('a');
    await workbench.project.saver.flush();
    expect(fake.projectSave).toHaveBeenCalledOnce();
  });
});

describe('an experiment', () => {
  it('that was deleted comes back by undo, and is opened', async () => {
    const second = articleExperiment({ name: 'second' });
    const { user, workbench } = renderWindow({ experiments: [articleExperiment(), second] });
    await user.selectOptions(screen.getByRole('combobox', { name: 'Experiment' }), 'second');
    workbench.project.remove();
    await screen.findByText(/“second” was deleted/);
    await user.click(within(screen.getByRole('main')).getByRole('button', { name: 'Undo' }));
    expect(workbench.project.experiment).toBe(second);
  });

  it('is duplicated under a name of its own', () => {
    const { workbench } = makeWorkbench();
    workbench.project.duplicate();
    workbench.project.duplicate();
    expect(workbench.project.project.experiments.map((entry) => entry.experiment.name)).toEqual([
      'article',
      'article 2',
      'article 3',
    ]);
  });

  it('keeps a number that belongs to its name when it is duplicated', () => {
    const { workbench } = makeWorkbench({ experiments: [articleExperiment({ name: 'Twelve of 512' })] });
    workbench.project.duplicate();
    expect(workbench.project.experiment.name).toBe('Twelve of 512 2');
  });

  it('goes back to how it was delivered', async () => {
    const { workbench } = makeWorkbench({ experiments: [articleExperiment({ description: 'changed' })] });
    await workbench.project.restoreExample();
    expect(workbench.project.experiment.description).toBe('');
  });
});
