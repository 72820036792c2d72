import '@testing-library/jest-dom/vitest';
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Client } from '../../src-renderer/api/client.ts';
import TryIt from '../../src-renderer/features/evaluate/TryIt.svelte';
import { outsideRange, sliderStep } from '../../src-renderer/features/evaluate/outside-range.ts';
import { ModelState } from '../../src-renderer/state/model.svelte.ts';
import { answerGroups } from '../../src-renderer/features/evaluate/answer-groups.ts';
import { articleExperiment, endedRun, fakeClient } from './helpers/window.ts';

const inputs = [
  { type: 'number' as const, name: 'a', min: 0, max: 100, mean: 50, optional: false },
  { type: 'number' as const, name: 'b', min: -1, max: 1, mean: 0, optional: false },
];
const outputs = [{ name: 'sum', column: 'sum', min: 0, max: 200, mean: 100 }];
const groups = answerGroups(outputs, articleExperiment());

function renderForm(question: number[], answer: number[] | null = [42.123456]) {
  const onask = vi.fn();
  render(TryIt, { inputs, groups, question, answer, isAnswering: false, problem: null, onask });
  return { onask, user: userEvent.setup() };
}

describe('the try-it form', () => {
  it('answers with four digits and holds them all', () => {
    renderForm([50, 0]);
    expect(screen.getByText('42.12')).toHaveAttribute('value', '42.123456');
    expect(screen.queryByText(/Outside the training range/)).toBeNull();
  });

  it('flags what is outside the training range', () => {
    renderForm([888, 0]);
    expect(screen.getByText(/Outside the training range: a\./)).toBeVisible();
    expect(screen.getByRole('textbox', { name: 'a' })).toHaveAccessibleDescription(
      /above the training range, 0 to 100/,
    );
  });

  it('asks with what was typed', async () => {
    const { user, onask } = renderForm([50, 0]);
    const field = screen.getByRole('textbox', { name: 'b' });
    await user.clear(field);
    await user.type(field, '-0.5');
    expect(onask).toHaveBeenLastCalledWith([50, -0.5]);
  });

  it('gives no answer to what is no number', async () => {
    const { user, onask } = renderForm([50, 0]);
    const field = screen.getByRole('textbox', { name: 'a' });
    await user.clear(field);
    await user.type(field, 'x');
    expect(onask).not.toHaveBeenCalled();
    expect(screen.queryByText('42.12')).toBeNull();
    expect(field).toHaveAccessibleDescription(/Must be a number/);
  });
});

it.each([
  [0, null],
  [100, null],
  [100.0001, 'above the training range, 0 to 100'],
  [-3, 'below the training range, 0 to 100'],
])('%d is flagged as %s', (value, flag) => {
  expect(outsideRange({ min: 0, max: 100 }, value)).toBe(flag);
});

it('a slider goes in round steps, also over a range of nothing', () => {
  expect(sliderStep({ min: 0, max: 100 })).toBe(0.1);
  expect(sliderStep({ min: 5, max: 5 })).toBe(1);
});

describe('the model', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const description = { name: 'm', epoch: 1, inputs, outputs, equation: [], parameters: 1, cases: [] };

  async function loaded() {
    const fake = fakeClient();
    fake.modelDescribe.mockResolvedValue(description);
    const model = new ModelState(fake as unknown as Client);
    model.show(endedRun(1), true);
    await vi.runAllTimersAsync();
    return { fake, model };
  }

  it('starts with typical values and their answer', async () => {
    const { model } = await loaded();
    expect(model.question).toEqual([50, 0]);
    expect(model.answer).toEqual([1, 2, 3]);
  });

  it('waits for the typing hand and asks once', async () => {
    const { fake, model } = await loaded();
    fake.modelPredict.mockClear();
    for (const value of [1, 12, 123]) model.ask([value, 0]);
    await vi.runAllTimersAsync();
    // Beside the answers along the sliders.
    const asked = fake.modelPredict.mock.calls.filter(([{ rows }]) => rows.length === 1);
    expect(asked).toEqual([[{ runId: endedRun(1).id, rows: [[123, 0]] }]]);
  });

  it('ignores an answer that was overtaken', async () => {
    const { fake, model } = await loaded();
    let answerLate = (_: { outputs: number[][] }): void => undefined;
    const slow = new Promise<{ outputs: number[][] }>((resolve) => (answerLate = resolve));
    fake.modelPredict.mockReturnValueOnce(slow);
    model.ask([1, 0]);
    await vi.advanceTimersByTimeAsync(100);
    fake.modelPredict.mockResolvedValueOnce({ outputs: [[7, 7, 7]] });
    model.ask([2, 0]);
    await vi.advanceTimersByTimeAsync(100);
    answerLate({ outputs: [[1, 1, 1]] });
    await vi.advanceTimersByTimeAsync(100);
    expect(model.answer).toEqual([7, 7, 7]);
  });

  it('forgets the last run’s model at once', async () => {
    const { model } = await loaded();
    model.show(endedRun(2), false);
    expect(model.description).toBeNull();
    expect(model.answer).toBeNull();
  });
});
