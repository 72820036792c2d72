import { describe, expect, it } from 'vitest';
import type { DrawnOutput } from '@shared/model/insight.ts';
import {
  answeredRows,
  answersCsv,
  answersModes,
  type AnswersOfPart,
  certaintyShares,
  rootMeanSquare,
} from '../../../../../src-renderer/features/train/insight/answers-view.ts';

const price: DrawnOutput = { name: 'price', min: 0, max: 100, class: null };
const kind = (level: string): DrawnOutput => ({
  name: `kind = ${level}`,
  min: 0,
  max: 1,
  class: { column: 'kind', level, otherwise: null },
});
const part = (answers: number[], truth: number[], rows: number[]): AnswersOfPart => ({
  part: 'train',
  rows,
  answers: Float32Array.from(answers),
  truth: Float32Array.from(truth),
});

describe('answers beside what is true', () => {
  it('are shown by column for classes and one by one for numbers, with room around them', () => {
    expect(answersModes([price, kind('a'), kind('b')], false)).toEqual([
      { id: 'class kind', label: 'kind', mode: { kind: 'class', outputs: [1, 2] } },
      { id: 'output 0', label: 'price', mode: { kind: 'number', output: 0, low: -15, high: 115 } },
    ]);
  });

  it('are the numbers themselves', () => {
    const mode = { kind: 'number', output: 1, low: 0, high: 1 } as const;
    const rows = answeredRows([part([9, 1, 9, 2], [9, 1, 9, 4], [3, 8])], mode, 2);
    expect(rows).toEqual([
      { part: 'train', row: 3, truth: 1, answer: 1 },
      { part: 'train', row: 8, truth: 4, answer: 2 },
    ]);
    expect(rootMeanSquare(rows)).toBeCloseTo(Math.SQRT2);
    expect(answersCsv(rows, mode)).toBe('part,row,true,answer\ntrain,4,1,1\ntrain,9,4,2\n');
  });

  it.each([
    ['of several classes, that of the true one', [0.25, 0.75], [0, 1], [0, 1], 0.75],
    ['of one answer, its own where it is true', [0.25], [1], [0], 0.25],
    ['of one answer, the rest where it is not', [0.25], [0], [0], 0.75],
  ])('are probabilities: %s', (_, answers, truth, outputs, expected) => {
    const rows = answeredRows([part(answers, truth, [0])], { kind: 'class', outputs }, answers.length);
    expect(rows[0]!.answer).toBe(expected);
  });

  it('are counted in even bins, 1 in the last, no numbers in none', () => {
    const rows = [0, 0.49, 0.5, 1, NaN].map((answer) => ({
      part: 'train' as const,
      row: 0,
      truth: 1,
      answer,
    }));
    expect([...certaintyShares(rows, 2)]).toEqual([0.4, 0.4]);
  });
});
