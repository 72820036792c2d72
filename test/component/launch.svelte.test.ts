import '@testing-library/jest-dom/vitest';
import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { GroupKind } from '@shared/model/run.ts';
import type { SweepSpec } from '@shared/model/sweep.ts';
import { costKey } from '../../src-renderer/edits/cost.ts';
import { halvingPlan } from '../../src-renderer/edits/halving-plan.ts';
import { parseLayers } from '../../src-renderer/edits/layer-shorthand.ts';
import { newSpec } from '../../src-renderer/edits/sweep-spec.ts';
import { sweepSeconds } from '../../src-renderer/edits/sweep-time.ts';
import LaunchDialogs from '../../src-renderer/features/launch/LaunchDialogs.svelte';
import { startText, totalText } from '../../src-renderer/features/launch/forecast-text.ts';
import { formatSpan, rangeText } from '../../src-renderer/edits/time-text.ts';
import { SweepDraft } from '../../src-renderer/state/sweep-draft.svelte.ts';
import { articleExperiment } from './helpers/window.ts';

describe('a time', () => {
  it.each([
    [0, '0 s'],
    [0.00004, '40 µs'],
    [0.0061, '6.1 ms'],
    [0.5, '500 ms'],
    [1.24, '1.2 s'],
    [185, '3 min 05 s'],
  ])('of %d s reads %s', (seconds, text) => {
    expect(formatSpan(seconds)).toBe(text);
  });

  it('that is not known is a dash, never a number', () => {
    expect(rangeText(null, null, 2)).toBe('time: –');
    expect(rangeText(10, 60, 1)).toBe('≈ 10 s to 1 min 00 s on 1 core');
  });

  const draft = {
    epochs: 200,
    secondsPerEpoch: 0.006,
    mayEndEarly: false,
    waiting: 0,
    isHeld: false,
    hasCore: true,
  };
  it.each([
    [draft, '≈ 1.2 s', ''],
    [{ ...draft, secondsPerEpoch: null }, '–', ''],
    [{ ...draft, mayEndEarly: true }, 'at most 1.2 s', ''],
    [{ ...draft, waiting: 3 }, '≈ 1.2 s', 'starts after 3 runs'],
    [{ ...draft, hasCore: false }, '≈ 1.2 s', 'starts when a core is free'],
    [{ ...draft, isHeld: true, waiting: 1 }, '≈ 1.2 s', 'the queue is held'],
  ])('of the draft says when it would begin', (forecast, total, start) => {
    expect(totalText(forecast)).toBe(total);
    expect(startText(forecast)).toBe(start);
  });
});

describe('the work of an epoch', () => {
  it('is the same with other seeds and rates, and another with other layers', () => {
    const one = articleExperiment();
    const { network, training, data } = one;
    const seeded = {
      ...one,
      network: { ...network, seed: 9 },
      training: { ...training, seed: 9, epochs: 5 },
    };
    expect(costKey(seeded)).toBe(costKey(one));
    expect(costKey({ ...one, data: { ...data, split: { ...data.split, seed: 9 } } })).toBe(costKey(one));
    expect(costKey({ ...one, network: { ...network, layers: [] } })).not.toBe(costKey(one));
  });

  it('of a sweep is shared by the cores', () => {
    const runs = Array.from({ length: 4 }, () => ({ experiment: articleExperiment() }));
    const { epochs } = runs[0]!.experiment.training;
    const time = (cores: number) => sweepSeconds(runs, () => 1 / epochs, { cores, epochsShare: 1 });
    expect([time(1), time(2)]).toEqual([4, 2]);
    expect(sweepSeconds(runs, () => null, { cores: 1, epochsShare: 1 })).toBeNull();
  });
});

describe('hidden layers in short', () => {
  it.each([
    ['64 relu, 32 relu', ['dense', 'dense']],
    ['16', ['dense']],
    ['8 TANH · dropout 0.2 · batch norm', ['dense', 'dropout', 'batch-normalization']],
    ['8, 8, residual over 2', ['dense', 'dense', 'residual']],
    ['none', []],
  ])('%s', (text, types) => {
    const read = parseLayers(text);
    expect(read.ok && read.value.map(({ type }) => type)).toEqual(types);
  });

  it.each([
    ['', /is no layer/],
    ['64 rellu', /no activation “rellu”/],
    ['0 relu', /Units: Must be a whole number/],
    ['dropout 1', /Rate: Must be a number/],
    ['relu 64', /is no layer/],
  ])('that mean nothing are refused: %s', (text, problem) => {
    expect(parseLayers(text)).toMatchObject({ ok: false, problem: expect.stringMatching(problem) as string });
  });
});

describe('successive halving', () => {
  it('shows its rungs and what it saves at most, worked by hand', () => {
    const experiment = articleExperiment();
    const spec: SweepSpec = {
      ...newSpec('sweep', { ...experiment, training: { ...experiment.training, epochs: 90 } }),
      halving: { minEpochs: 10, factor: 3 },
    };
    // 9 to epoch 10, 3 on to 30, 1 on to 90: 90 + 60 + 60 of 810 epochs.
    const plan = halvingPlan(spec, 9);
    expect(plan.rungs.map(({ configurations }) => configurations)).toEqual([9, 3, 1]);
    expect(plan.leastShare).toBeCloseTo(210 / 810, 2);
  });
});

function renderDialog(kind: GroupKind, change: Partial<SweepSpec> = {}) {
  const draft = new SweepDraft(kind, { ...newSpec(kind, articleExperiment()), ...change }, () => undefined);
  const on = { onlaunch: vi.fn(), oncancel: vi.fn(), onsave: vi.fn(() => Promise.resolve('lr.json')) };
  render(LaunchDialogs, { draft, time: '≈ 1 s on 1 core', isLaunching: false, refusal: null, ...on });
  return { draft, ...on, user: userEvent.setup() };
}

const launchButton = () => screen.getByRole('button', { name: /^Launch/ });

describe('the dialog for seeds', () => {
  it('launches as many runs as it says', async () => {
    const { user, draft, onlaunch } = renderDialog('seeds');
    expect(launchButton()).toHaveTextContent('Launch 5 runs');
    await user.clear(screen.getByRole('textbox', { name: 'Seeds' }));
    await user.type(screen.getByRole('textbox', { name: 'Seeds' }), '3');
    expect(await screen.findByRole('button', { name: 'Launch 3 runs' })).toBeEnabled();
    await user.click(launchButton());
    expect(onlaunch).toHaveBeenCalledOnce();
    expect(draft.spec.replicates).toEqual({
      count: 3,
      firstSeed: 1,
      vary: ['network.seed', 'training.seed'],
    });
  });

  it('refuses runs that would all be the same, where the choice is made', async () => {
    const { user } = renderDialog('seeds');
    await user.click(screen.getByRole('checkbox', { name: 'Initial weights' }));
    await user.click(screen.getByRole('checkbox', { name: /Order of rows/ }));
    expect((await screen.findAllByText(/would be the same/))[0]).toBeVisible();
    expect(launchButton()).toBeDisabled();
  });

  it('refuses a number that is none', async () => {
    const { user } = renderDialog('seeds');
    await user.type(screen.getByRole('textbox', { name: 'Seeds' }), 'x');
    expect(screen.getAllByText(/Must be a whole number/)[0]).toBeVisible();
    expect(launchButton()).toBeDisabled();
  });
});

describe('the dialog for folds', () => {
  it('says that the test part stays aside, and makes a run of every fold', async () => {
    const { user } = renderDialog('cross-validation');
    expect(screen.getByText(/The test part stays aside/)).toBeVisible();
    const folds = screen.getByRole('textbox', { name: 'Folds' });
    await user.clear(folds);
    await user.type(folds, '4');
    expect(await screen.findByRole('button', { name: 'Launch 4 runs' })).toBeEnabled();
  });
});

describe('the dialog for a sweep', () => {
  const pick = () => screen.getByRole('combobox', { name: 'Add a setting' });

  it('asks for a setting first', () => {
    renderDialog('sweep');
    expect(screen.getByText(/Choose at least one setting/)).toBeVisible();
    expect(launchButton()).toBeDisabled();
  });

  it('varies a setting that was searched and taken by the keyboard', async () => {
    const { user, draft, onlaunch } = renderDialog('sweep');
    await user.type(pick(), 'learning rate{Enter}');
    expect(onlaunch).not.toHaveBeenCalled();
    expect(draft.spec.settings.map(({ path }) => path)).toEqual(['training.optimizer.learningRate']);
    expect(await screen.findByText(/^5 values: /)).toBeVisible();
    expect(await screen.findByRole('button', { name: 'Launch 5 runs' })).toBeEnabled();
  });

  it('takes values one by one, and says which one the setting cannot have', async () => {
    const { user, draft } = renderDialog('sweep', {
      settings: [{ path: 'training.batchSize', values: [16] }],
    });
    const values = screen.getByRole('textbox', { name: 'Values of Batch size' });
    await user.clear(values);
    await user.type(values, '16, 32, full');
    expect(draft.spec.settings[0]).toEqual({ path: 'training.batchSize', values: [16, 32, 'full'] });
    await user.type(values, ', 0');
    expect((await screen.findAllByText(/but is 0/))[0]).toBeVisible();
    expect(launchButton()).toBeDisabled();
  });

  it('takes hidden layers as whole lists', async () => {
    const { user, draft } = renderDialog('sweep', {
      settings: [{ path: 'network.layers', values: [articleExperiment().network.layers] }],
    });
    await user.type(screen.getByRole('textbox', { name: 'Hidden layers to add' }), '64 relu, 32 relu{Enter}');
    expect(screen.getByText('64 relu · 32 relu')).toBeVisible();
    expect(await screen.findByRole('button', { name: 'Launch 2 runs' })).toBeEnabled();
    await user.type(screen.getByRole('textbox', { name: 'Hidden layers to add' }), '64 rellu{Enter}');
    expect(screen.getByText(/no activation “rellu”/)).toBeVisible();
    expect(draft.spec.settings[0]).toMatchObject({
      values: [{}, {}].map(() => expect.any(Array) as unknown),
    });
  });

  it('turns a range into the values it stands for, and back', async () => {
    const { user, draft } = renderDialog('sweep', {
      settings: [
        { path: 'training.optimizer.learningRate', range: { from: 0.001, to: 0.1, scale: 'log', steps: 3 } },
      ],
    });
    const row = within(screen.getByRole('group', { name: /Learning rate/ }));
    await user.click(row.getByRole('radio', { name: 'Values' }));
    expect(draft.spec.settings[0]).toMatchObject({ values: [0.001, 0.01, 0.1] });
    await user.click(row.getByRole('radio', { name: 'Range' }));
    expect(draft.spec.settings[0]).toMatchObject({ range: { from: 0.001, to: 0.1, scale: 'log', steps: 3 } });
  });

  it('saves the sweep as a file and says its name', async () => {
    const { user, onsave } = renderDialog('sweep', {
      settings: [{ path: 'training.batchSize', values: [16, 32] }],
    });
    await user.click(screen.getByRole('button', { name: 'Save as a file…' }));
    expect(onsave).toHaveBeenCalledOnce();
    expect(await screen.findByText('Saved as lr.json')).toBeVisible();
  });

  it('shows the rungs of successive halving', async () => {
    const { user } = renderDialog('sweep', {
      settings: [{ path: 'training.batchSize', values: [8, 16, 32, 64, 128, 256, 512, 1024, 2048] }],
    });
    await user.click(screen.getByRole('checkbox', { name: 'Successive halving' }));
    expect(await screen.findByText(/Saves up to \d+ % of the epochs/)).toBeVisible();
    expect(screen.getByText('all 9')).toBeVisible();
    expect(screen.getByText('the best 3')).toBeVisible();
  });
});
