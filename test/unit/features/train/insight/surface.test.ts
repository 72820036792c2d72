import { describe, expect, it } from 'vitest';
import type { DrawnInput, DrawnOutput } from '@shared/model/insight.ts';
import { surfaceCsv } from '../../../../../src-renderer/features/train/insight/surface-csv.ts';
import {
  axesOf,
  heldValue,
  surfaceRequest,
} from '../../../../../src-renderer/features/train/insight/surface-request.ts';
import {
  answerText,
  finerAnswers,
  gridPlace,
  type Surface,
  surfaceModes,
  takenClass,
} from '../../../../../src-renderer/features/train/insight/surface-view.ts';

const number = (name: string, min = 0, max = 10): DrawnInput => ({ name, type: 'number', min, max, mean: 4 });
const color: DrawnInput = { name: 'colour', type: 'category', levels: ['red', 'blue'], typical: 'blue' };
const ofClass = (column: string, level: string, otherwise: string | null = null): DrawnOutput => ({
  name: `${column} = ${level}`,
  min: 0,
  max: 1,
  class: { column, level, otherwise },
});

describe('a surface over two inputs', () => {
  it('stands on the first two columns that are numbers until others are chosen', () => {
    const inputs = [color, number('a'), number('b'), number('c')];
    const names = (choice: { x: string | null; y: string | null }) => {
      const axes = axesOf(inputs, choice);
      return axes === null ? null : [axes.x.name, axes.y.name];
    };
    expect(names({ x: null, y: null })).toEqual(['a', 'b']);
    expect(names({ x: 'c', y: null })).toEqual(['c', 'a']);
    expect(names({ x: null, y: 'a' })).toEqual(['b', 'a']);
    expect(names({ x: 'b', y: 'b' })).toEqual(['b', 'a']);
    expect(names({ x: 'of another run', y: 'colour' })).toEqual(['a', 'b']);
  });

  it('needs two of them', () => {
    expect(surfaceRequest([number('a'), color], { x: null, y: null, rest: {} }, 8)).toBeNull();
  });

  it('reaches beyond the training rows and holds the other inputs at what is usual, or was chosen', () => {
    const inputs = [number('a'), color, number('b', 3, 3), number('c')];
    expect(surfaceRequest(inputs, { x: null, y: null, rest: { c: 9 } }, 8)).toEqual({
      x: 'a',
      y: 'b',
      xRange: [-1, 11],
      yRange: [2, 4],
      size: 8,
      rest: [4, 'blue', 4, 9],
    });
    expect(heldValue(color, { colour: null })).toBeNull();
  });
});

describe('what a surface shows', () => {
  it('is first which of several classes is taken, then each answer by itself', () => {
    const outputs = [ofClass('kind', 'a'), ofClass('kind', 'b'), ofClass('sick', 'yes', 'no')];
    expect(surfaceModes(outputs, false).map(({ label }) => label)).toEqual([
      'kind: which class',
      'Probability of kind = a',
      'Probability of kind = b',
      'Probability of sick = yes',
    ]);
  });

  it('is a number over the range of the training rows', () => {
    const [only] = surfaceModes([{ name: 'price', min: 2, max: 2, class: null }], false);
    expect(only!.mode).toEqual({ kind: 'value', output: 0, low: 2, high: 3 });
  });

  it('is one of all answers where a softmax chooses between columns of numbers', () => {
    const columns = ['disc', 'ring'].map((name) => ({ name, min: 0, max: 1, class: null }));
    expect(surfaceModes(columns, true)[0]).toEqual({
      id: 'classes all',
      label: 'all answers: which class',
      mode: { kind: 'classes', outputs: [0, 1], levels: ['disc', 'ring'] },
    });
  });

  it('takes the most probable class, the surer the farther from chance', () => {
    expect(takenClass([9, 0.2, 0.6, 0.2], 0, [1, 2, 3])).toEqual({
      taken: 1,
      certainty: expect.closeTo(0.4) as number,
    });
    expect(takenClass([0.5, 0.5], 0, [0, 1])).toEqual({ taken: 0, certainty: 0 });
  });
});

describe('the answers of a surface', () => {
  const request = {
    x: 'a',
    y: 'b',
    xRange: [0, 1],
    yRange: [10, 20],
    size: 2,
    rest: [],
  } satisfies Surface['request'];
  /** Rows of the grid from the bottom up: 0 1 / 2 3. */
  const surface: Surface = { request, outputs: 1, values: Float32Array.of(0, 1, 2, 3) };

  it('go straight from place to place, x fastest', () => {
    // Columns of three, from the bottom up: x = 0, then ½, then 1.
    expect([...finerAnswers(surface, 3, 3)]).toEqual([0, 1, 2, 0.5, 1.5, 2.5, 1, 2, 3]);
  });

  it('are found by raw values, and not beyond the grid', () => {
    expect(gridPlace(surface, 0.9, 11)).toEqual({ k: 1, j: 0 });
    expect(gridPlace(surface, 1.6, 11)).toBeNull();
  });

  it('are told in words', () => {
    const classes = { kind: 'classes', outputs: [0, 1], levels: ['x', 'y'] } as const;
    expect(answerText(classes, [0.25, 0.75], 0, String)).toBe('y (0.75)');
    const probability = { kind: 'probability', output: 0, no: 'n', yes: 'y' } as const;
    expect(answerText(probability, [0.25], 0, String)).toBe('y 0.25');
  });

  it('are a line each as CSV', () => {
    expect(surfaceCsv(surface, ['price'])).toBe('a,b,price\n0,10,0\n1,10,1\n0,20,2\n1,20,3\n');
  });
});
