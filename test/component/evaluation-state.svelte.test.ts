import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '@shared/core/errors.ts';
import type { Request } from '@shared/ipc/contract.ts';
import type { Client } from '../../src-renderer/api/client.ts';
import { Answer } from '../../src-renderer/state/answer.svelte.ts';
import { CaseAnswers } from '../../src-renderer/state/case-answers.svelte.ts';
import { EvaluationState } from '../../src-renderer/state/evaluation.svelte.ts';
import { ImportanceState } from '../../src-renderer/state/importance.svelte.ts';
import { profilePlan } from '../../src-renderer/state/profiles.ts';
import { endedRun, fakeClient } from './helpers/window.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Answers when it is told to. */
function slowAnswers() {
  const open: { question: string; answer: (value: string) => void; refuse: (error: Error) => void }[] = [];
  const ask = vi.fn(
    (question: string) =>
      new Promise<string>((answer, refuse) => {
        open.push({ question, answer, refuse });
      }),
  );
  return { open, ask };
}

describe('what main is asked', () => {
  it('is asked once, however often it is wanted', async () => {
    const { ask, open } = slowAnswers();
    const answer = new Answer(ask);
    answer.want('a');
    answer.want('a');
    await vi.advanceTimersByTimeAsync(0);
    open[0]!.answer('A');
    await vi.advanceTimersByTimeAsync(0);
    expect(answer.value).toBe('A');
    expect(answer.isBusy).toBe(false);
    answer.want('b');
    answer.want('a');
    expect(answer.value).toBe('A');
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('is never shown when it was overtaken', async () => {
    const { ask, open } = slowAnswers();
    const answer = new Answer(ask);
    answer.want('a');
    await vi.advanceTimersByTimeAsync(0);
    answer.want('b');
    await vi.advanceTimersByTimeAsync(0);
    open[1]!.answer('B');
    open[0]!.answer('A');
    await vi.advanceTimersByTimeAsync(0);
    expect(answer.value).toBe('B');
  });

  it('leaves an earlier answer only for a moment', async () => {
    const { ask, open } = slowAnswers();
    const answer = new Answer(ask);
    answer.want('a');
    await vi.advanceTimersByTimeAsync(0);
    open[0]!.answer('A');
    await vi.advanceTimersByTimeAsync(0);
    answer.want('b');
    await vi.advanceTimersByTimeAsync(100);
    expect(answer.value).toBe('A');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(answer.value).toBeNull();
  });

  it('says why there is none, and can be asked again', async () => {
    const { ask, open } = slowAnswers();
    const answer = new Answer(ask);
    answer.want('a');
    await vi.advanceTimersByTimeAsync(0);
    open[0]!.refuse(new AppError('FILE_NOT_FOUND', 'The table is gone.'));
    await vi.advanceTimersByTimeAsync(0);
    expect(answer.problem).toBe('The table is gone.');
    answer.again('a');
    expect(answer.problem).toBeNull();
    await vi.advanceTimersByTimeAsync(0);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('is asked anew, by whoever still wants it, when all was forgotten', async () => {
    const { ask } = slowAnswers();
    const answer = new Answer(ask);
    const stop = $effect.root(() => {
      $effect(() => {
        answer.want('a');
      });
    });
    await vi.advanceTimersByTimeAsync(0);
    answer.forget();
    await vi.advanceTimersByTimeAsync(1);
    expect(ask).toHaveBeenCalledTimes(2);
    stop();
  });
});

describe('the part that is looked at', () => {
  const state = () => new EvaluationState(fakeClient() as unknown as Client);

  it('is what settings are judged by, until another one is chosen', () => {
    const evaluation = state();
    evaluation.show(endedRun(1, { rows: { train: 7, validation: 2, test: 3 } }), 4, false);
    expect(evaluation.part).toBe('validation');
    evaluation.choosePart('train');
    expect(evaluation.part).toBe('train');
  });

  it('is never one without rows', () => {
    const evaluation = state();
    evaluation.choosePart('validation');
    evaluation.show(endedRun(1, { rows: { train: 7, validation: 0, test: 3 } }), 4, false);
    expect(evaluation.part).toBe('train');
  });

  it('is sealed while it is the test part, until that is opened', () => {
    const evaluation = state();
    const run = endedRun(1);
    evaluation.show(run, 4, false);
    evaluation.choosePart('test');
    expect(evaluation.isSealed).toBe(true);
    evaluation.show(run, 4, true);
    expect(evaluation.isSealed).toBe(false);
  });

  it('stays when another run is shown, while what was chosen in the first one is forgotten', () => {
    const evaluation = state();
    evaluation.show(endedRun(1), 4, false);
    evaluation.choosePart('train');
    evaluation.rowChoice = { kind: 'all' };
    evaluation.input = 'a';
    evaluation.show(endedRun(2), 4, false);
    expect(evaluation.part).toBe('train');
    expect(evaluation.rowChoice).toBeNull();
    expect(evaluation.input).toBeNull();
  });
});

describe('importance', () => {
  const columns = ['a', 'b', 'c', 'd', 'e'];

  function measured() {
    const fake = fakeClient();
    fake.evaluationImportance.mockImplementation(((request: Request<'evaluation:importance'>) =>
      Promise.resolve({
        rows: 10,
        of: 10,
        figures: [{ name: 'rmse' as const, of: null, baseline: 1 }],
        columns: request.columns.map((column) => ({ column, losses: [{ mean: 1, std: 0, values: [1] }] })),
      })) as never);
    const importance = new ImportanceState(fake as unknown as Client);
    importance.show('run_000000000001');
    return { fake, importance };
  }

  it('comes a few columns at a time, and is measured once', async () => {
    const { fake, importance } = measured();
    importance.measure('train', columns);
    await vi.advanceTimersByTimeAsync(0);
    expect(importance.found?.columns.map(({ column }) => column)).toEqual(columns);
    expect(importance.isBusy).toBe(false);
    const calls = fake.evaluationImportance.mock.calls.length;
    expect(calls).toBe(2);
    importance.measure('train', columns);
    expect(fake.evaluationImportance).toHaveBeenCalledTimes(calls);
  });

  it('keeps what is there when it is stopped, and tells main', async () => {
    const { fake, importance } = measured();
    fake.evaluationImportance.mockReturnValue(new Promise(() => undefined) as never);
    importance.measure('train', columns);
    importance.cancel();
    expect(importance.isBusy).toBe(false);
    expect(fake.evaluationCancel).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(0);
    expect(importance.problem).toBeNull();
  });
});

describe('answers to saved test cases', () => {
  it('are asked for again with other questions or another model, and not else', async () => {
    const fake = fakeClient();
    const cases = new CaseAnswers(fake as unknown as Client);
    const ask = async (version: string, rows: number[][]): Promise<void> => {
      cases.ask('run_000000000001', version, rows);
      await vi.advanceTimersByTimeAsync(0);
    };
    await ask('1', [[1]]);
    await ask('1', [[1]]);
    expect(fake.modelPredict).toHaveBeenCalledTimes(1);
    expect(cases.answers).toEqual([[1, 2, 3]]);
    await ask('2', [[1]]);
    await ask('2', [[2]]);
    expect(fake.modelPredict).toHaveBeenCalledTimes(3);
    await ask('2', []);
    expect(cases.answers).toEqual([]);
    expect(fake.modelPredict).toHaveBeenCalledTimes(3);
  });
});

describe('curves along the sliders', () => {
  const number = (name: string) => ({
    type: 'number' as const,
    name,
    min: 0,
    max: 24,
    mean: 5,
    optional: false,
  });
  const level = { type: 'category' as const, name: 'k', levels: ['x'], typical: 'x', optional: false };
  const describe_ = (inputs: (typeof level | ReturnType<typeof number>)[], parameters: number) => ({
    name: 'm',
    epoch: 1,
    inputs,
    outputs: [],
    equation: [],
    parameters,
    cases: [],
  });

  it('go along each number while all else stays, and come back to it', () => {
    const plan = profilePlan(describe_([number('a'), level, number('b')], 10), [3, 'x', 4])!;
    expect(plan.rows).toHaveLength(50);
    expect(plan.rows[1]).toEqual([1, 'x', 4]);
    expect(plan.rows[49]).toEqual([3, 'x', 24]);
    const profiles = plan.profiles(plan.rows.map((row) => [Number(row[0])]));
    expect(profiles.map(({ input }) => input)).toEqual([0, 2]);
    expect(profiles[0]!.answers.at(-1)).toEqual([24]);
  });

  it('have fewer places with many inputs, and are left out where they would take too long', () => {
    const inputs = Array.from({ length: 61 }, (_, k) => number(String(k)));
    expect(
      profilePlan(
        describe_(inputs, 10),
        inputs.map(() => 1),
      )!.rows,
    ).toHaveLength(61 * 16);
    expect(profilePlan(describe_([number('a')], 1e8), [1])).toBeNull();
    expect(profilePlan(describe_([level], 10), ['x'])).toBeNull();
  });
});
