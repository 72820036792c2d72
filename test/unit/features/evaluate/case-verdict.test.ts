import { describe, expect, it } from 'vitest';
import type { TestCase } from '@shared/model/experiment.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { answerGroups } from '../../../../src-renderer/features/evaluate/answer-groups.ts';
import {
  caseOf,
  draftOf,
  draftProblem,
  usualTolerances,
} from '../../../../src-renderer/features/evaluate/cases/case-draft.ts';
import {
  expectedOf,
  judgeCase,
  truthsOf,
} from '../../../../src-renderer/features/evaluate/cases/case-verdict.ts';
import { classificationJson, smallExperiment } from '../../../helpers/experiments.ts';

const output = (name: string, column = name) => ({ name, column, min: 0, max: 1, mean: 0.5 });
const small = smallExperiment();
const numbers = answerGroups([output('sum'), output('product')], small);
const twoColumns = parseExperiment(classificationJson);
const classes = answerGroups([output('first'), output('second')], twoColumns);

/** One column of three classes. */
const species = {
  ...small,
  data: {
    ...small.data,
    source: { kind: 'bundled' as const, id: 'iris', rows: 150, hash: '' },
    columns: [
      { name: 'length', role: 'input' as const, type: 'number' as const },
      {
        name: 'species',
        role: 'target' as const,
        type: 'category' as const,
        levels: ['setosa', 'virginica', 'versicolor'],
        encoding: 'one-hot' as const,
        missing: 'drop' as const,
        indicator: false,
      },
    ],
  },
  training: { ...small.training, loss: 'softmax-cross-entropy' as const },
} as unknown as typeof small;
const levels = ['setosa', 'virginica', 'versicolor'];
const kinds = answerGroups(
  levels.map((level) => output(`species = ${level}`, 'species')),
  species,
);

describe('the truth of a test case', () => {
  it('is what it says', () => {
    const said: TestCase = { inputs: { a: 1, b: 1 }, expected: { sum: 7, product: 8 } };
    expect(truthsOf(said, numbers, small.data)).toEqual([7, 8]);
  });

  it('is what the data’s own formulas give, where it says nothing', () => {
    expect(truthsOf({ inputs: { a: 3, b: 0.5 } }, numbers, small.data)).toEqual([3.5, 1.5]);
  });

  it('is the column that says 1, where each class has its own', () => {
    expect(truthsOf({ inputs: { a: 0.9, b: 0.1 } }, classes, twoColumns.data)).toEqual(['first']);
  });

  it('is the name of a class', () => {
    const said: TestCase = { inputs: { length: 3 }, expected: { species: 'virginica' } };
    expect(truthsOf(said, kinds, species.data)).toEqual(['virginica']);
  });

  it('is unknown where nobody says it', () => {
    expect(truthsOf({ inputs: { length: 3 } }, kinds, species.data)).toEqual([null]);
  });
});

it('a truth goes into the test case as it came out', () => {
  expect(expectedOf([7, 8], numbers, small.data)).toEqual({ sum: 7, product: 8 });
  expect(expectedOf(['first'], classes, twoColumns.data)).toEqual({ first: 1, second: 0 });
  expect(expectedOf(['virginica'], kinds, species.data)).toEqual({ species: 'virginica' });
  expect(expectedOf([7, null], numbers, small.data)).toBeUndefined();
});

describe('a test case', () => {
  const asked: TestCase = { inputs: { a: 1, b: 1 }, tolerance: { sum: 0.5, product: 0.125 } };

  it.each([
    ['passes with every answer within its tolerance', [2.5, 1.125], [2, 1], 'pass'],
    ['fails with one answer beyond', [2.5, 1.2], [2, 1], 'fail'],
    ['fails with an answer that is no number', [NaN, 1], [2, 1], 'fail'],
    ['is not judged without a truth', [2, 1], [2, null], 'open'],
    ['fails with one that is wrong, whatever else is unknown', [9, 1], [2, null], 'fail'],
  ] as const)('%s', (_, answer, truths, verdict) => {
    expect(judgeCase(asked, numbers, answer, truths)).toBe(verdict);
  });

  it('is not judged without a tolerance, however near the answer is', () => {
    expect(judgeCase({ inputs: { a: 1, b: 1 } }, numbers, [2, 1], [2, 1])).toBe('open');
  });

  it('of a class passes with the likeliest class', () => {
    const one: TestCase = { inputs: { length: 3 } };
    expect(judgeCase(one, kinds, [0.2, 0.5, 0.3], ['virginica'])).toBe('pass');
    expect(judgeCase(one, kinds, [0.6, 0.1, 0.3], ['virginica'])).toBe('fail');
  });
});

describe('a test case while it is typed', () => {
  const context = { groups: numbers, inputNames: ['a', 'b'], data: small.data };

  it('is the same when nothing was changed', () => {
    for (const testCase of [
      { inputs: { a: 3, b: 0.5 } },
      { name: 'n', inputs: { a: 1, b: 1 }, expected: { sum: 3, product: 4 }, tolerance: { sum: 0.5 } },
    ]) {
      expect(caseOf(draftOf(testCase, context), context)).toEqual(testCase);
    }
  });

  it('does not repeat what the formulas say', () => {
    const draft = draftOf({ inputs: { a: 1, b: 1 } }, context);
    expect(draft.truths).toEqual(['2', '1']);
    expect(caseOf({ ...draft, truths: ['2', '5'] }, context).expected).toEqual({ sum: 2, product: 5 });
  });

  it.each([
    [{ truths: ['2', ''] }, 'Say all true answers, or none of them.'],
    [{ truths: ['2', 'x'] }, 'The true product must be a number.'],
    [{ tolerances: ['-1', ''] }, 'The tolerance of sum must be a number of 0 or more.'],
    [{ tolerances: ['', 'x'] }, 'The tolerance of product must be a number of 0 or more.'],
    [{ truths: ['', ''] }, null],
    [{ truths: ['−3e4', '0.5'] }, null],
  ])('%j: %s', (change, problem) => {
    const draft = { ...draftOf({ inputs: { a: 1, b: 1 } }, context), ...change };
    expect(draftProblem(draft, numbers)).toBe(problem);
  });

  it('begins with twice the usual error as its tolerance', () => {
    expect(usualTolerances(numbers, [0.1234, NaN])).toEqual(['0.25', '']);
    expect(usualTolerances(kinds, [0.1, 0.1, 0.1])).toEqual(['']);
  });
});
