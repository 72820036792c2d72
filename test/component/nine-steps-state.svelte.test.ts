import { AppError } from '@shared/core/errors.ts';
import { describe, expect, it, vi } from 'vitest';
import type { NineStepsTrace } from '@shared/model/nine-steps.ts';
import { NineStepsState } from '../../src-renderer/state/nine-steps.svelte.ts';
import { articleExperiment } from './helpers/window.ts';

const TRACE = { rows: { train: 3 } } as unknown as NineStepsTrace;

function walk() {
  const stepsTrace = vi.fn<() => Promise<NineStepsTrace>>();
  const state = new NineStepsState({ stepsTrace, stepsCheck: vi.fn(), stepsScript: vi.fn() });
  state.walkThrough({ experiment: articleExperiment(), problem: null, run: null, epoch: null });
  return { state, stepsTrace };
}

describe('the walk through the nine steps', () => {
  it('asks for the same numbers once', async () => {
    const { state, stepsTrace } = walk();
    stepsTrace.mockResolvedValue(TRACE);
    state.follow(state.request);
    await vi.waitFor(() => expect(state.shown?.trace).toEqual(TRACE));
    state.follow(state.request);
    expect(state.isAsking).toBe(false);
    expect(stepsTrace).toHaveBeenCalledTimes(1);
  });

  it.each<[string, (state: NineStepsState) => void]>([
    ['where somebody comes back to it', (state) => state.follow(state.request)],
    ['where somebody asks for it', (state) => state.retry()],
  ])('asks again for what has failed, %s', async (_when, again) => {
    const { state, stepsTrace } = walk();
    stepsTrace.mockRejectedValueOnce(new AppError('TRAINER_LOST', 'The process ended.'));
    state.follow(state.request);
    await vi.waitFor(() => expect(state.hasFailed).toBe(true));
    expect(state.problem).toContain('The process ended.');
    stepsTrace.mockResolvedValue(TRACE);
    again(state);
    expect(state.hasFailed).toBe(false);
    await vi.waitFor(() => expect(state.shown?.trace).toEqual(TRACE));
    expect(state.problem).toBeNull();
  });

  it('does not offer to try again where the experiment itself is at fault', () => {
    const { state, stepsTrace } = walk();
    state.walkThrough({ experiment: articleExperiment(), problem: 'No layer.', run: null, epoch: null });
    state.follow(state.request);
    expect(state.problem).toBe('No layer.');
    expect(state.hasFailed).toBe(false);
    expect(stepsTrace).not.toHaveBeenCalled();
  });
});
