import { chooseRows as chooseFirstRows } from '@shared/evaluation/choose-rows.ts';
import type { AnsweredPart } from '@shared/evaluation/answered-part.ts';
import { OUTCOMES, type RowChoice } from '@shared/model/evaluation.ts';
import { describe, expect, it } from 'vitest';
import { answeredPart, classOutputs, numberOutput } from '../../helpers/answered-parts.ts';

const numbers = answeredPart(
  'regression',
  [numberOutput('y')],
  [
    { truth: [1], answers: [1.5] },
    { truth: [2], answers: [-1] },
    { truth: [0], answers: [0] },
    { truth: [5], answers: [NaN] },
    { truth: [4], answers: [7] },
  ],
);

/** Of three classes; the first row is found, the second taken for c, and so on. */
const classes = answeredPart('multiclass', classOutputs('kind', ['a', 'b', 'c']), [
  { truth: [1, 0, 0], answers: [0.7, 0.2, 0.1] },
  { truth: [1, 0, 0], answers: [0.1, 0.3, 0.6] },
  { truth: [0, 1, 0], answers: [0.1, 0.1, 0.8] },
  { truth: [0, 1, 0], answers: [0.4, 0.5, 0.1] },
  { truth: [0, 0, 1], answers: [0.34, 0.33, 0.33] },
]);

const yesOrNo = answeredPart(
  'binary',
  classOutputs('answer', ['no', 'yes']),
  [0.9, 0.5, 0.4, 0.2].map((p, n) => ({ truth: [n % 2], answers: [p] })),
);

/** All of them. */
function chooseRows(part: AnsweredPart, which: RowChoice): Uint32Array {
  const { of, places } = chooseFirstRows(part, which, Infinity);
  expect(places).toHaveLength(of);
  return places;
}

describe('chooseRows', () => {
  it.each([0, 1, 2, 3, 4, 5, 9])('gives the first %i as if all were sorted', (most) => {
    for (const which of [{ kind: 'worst', output: 0 }, { kind: 'all' }] as const) {
      const { of, places } = chooseFirstRows(numbers, which, most);
      expect(of).toBe(5);
      expect(places).toEqual(chooseRows(numbers, which).subarray(0, most));
    }
  });

  it('gives all in the order of the table', () => {
    expect([...chooseRows(numbers, { kind: 'all' })]).toEqual([0, 1, 2, 3, 4]);
  });

  it('gives the largest errors first, equal ones in the order of the table, and answers that are no numbers before all', () => {
    expect([...chooseRows(numbers, { kind: 'worst', output: 0 })]).toEqual([3, 1, 4, 0, 2]);
  });

  it.each<[string, RowChoice, number[]]>([
    ['mistakes, the most certain first', { kind: 'mistakes', column: 'kind' }, [2, 1, 4]],
    ['what is least sure first', { kind: 'unsure', column: 'kind' }, [4, 3, 1, 0, 2]],
    ['a cell', { kind: 'cell', column: 'kind', truth: 'b', predicted: 'c' }, [2]],
    ['a cell of the diagonal', { kind: 'cell', column: 'kind', truth: 'b', predicted: 'b' }, [3]],
    ['an empty cell', { kind: 'cell', column: 'kind', truth: 'c', predicted: 'b' }, []],
  ])('gives %s', (_what, which, expected) => {
    expect([...chooseRows(classes, which)]).toEqual(expected);
  });

  it.each([
    ['true-positive', [1]],
    ['false-positive', [0]],
    ['true-negative', [2]],
    ['false-negative', [3]],
  ] as const)('gives %s rows by a threshold that counts as positive itself', (outcome, expected) => {
    const which = { kind: 'outcome', column: 'answer', level: 'yes', threshold: 0.5, outcome } as const;
    expect([...chooseRows(yesOrNo, which)]).toEqual(expected);
  });

  it('puts every row into one outcome', () => {
    const rows = OUTCOMES.flatMap((outcome) => [
      ...chooseRows(classes, { kind: 'outcome', column: 'kind', level: 'a', threshold: 0.35, outcome }),
    ]);
    expect(rows.toSorted()).toEqual([0, 1, 2, 3, 4]);
  });

  it.each<[string, RowChoice, string]>([
    ['an output that is a class', { kind: 'worst', output: 0 }, 'output'],
    ['a column without classes', { kind: 'mistakes', column: 'size' }, 'column'],
    ['a class that there is not', { kind: 'cell', column: 'kind', truth: 'z', predicted: 'a' }, 'truth'],
  ])('refuses %s, and says where', (_what, which, at) => {
    expect(() => chooseRows(classes, which)).toThrow(expect.objectContaining({ code: 'INVALID_VALUE', at }));
  });
});
