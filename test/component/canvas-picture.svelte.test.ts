import { describe, expect, it } from 'vitest';
import { layerShapes, type Network } from '@shared/model/network.ts';
import type { NetworkFrame } from '@shared/ipc/insight-contract.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { initialParameters } from '@shared/engine/parameters.ts';
import {
  connectionStrengths,
  frameWeights,
  initialWeights,
} from '../../src-renderer/features/network/canvas/edge-weights.ts';
import { layOut } from '../../src-renderer/features/network/canvas/layout.ts';
import { namesAt, sharedStart } from '../../src-renderer/features/network/canvas/paint-text.ts';
import { rowsOf } from '../../src-renderer/features/network/canvas/row-choice.ts';
import { unitFacts } from '../../src-renderer/features/network/canvas/unit-facts.ts';
import { sameShape, unitValues } from '../../src-renderer/features/network/canvas/unit-values.ts';
import { classificationJson, smallExperimentJson } from '../helpers/experiments.ts';

const ROOM = { width: 900, height: 300 };
const everyKind = parseExperiment(classificationJson);
const article = parseExperiment(smallExperimentJson);

function shapesOf(units: readonly number[]) {
  const layers = units.map((count) => ({
    type: 'dense' as const,
    units: count,
    activation: 'relu' as const,
    l1: 0,
    l2: 0,
  }));
  return layerShapes({ ...everyKind.network, layers } satisfies Network, 2, 3);
}

describe('the picture of a network', () => {
  it('draws small layers unit by unit, large ones as blocks, and others as bars', () => {
    const { columns } = layOut(layerShapes(everyKind.network, 2, 2), ROOM);
    expect(columns.map(({ kind }) => kind)).toEqual([
      'dots',
      'dots',
      'bar',
      'bar',
      'dots',
      'bar',
      'bar',
      'dots',
    ]);
    expect(layOut(shapesOf([16, 17]), ROOM).columns.map(({ kind }) => kind)).toEqual([
      'dots',
      'dots',
      'block',
      'dots',
    ]);
  });

  it('has a connection for every single weight of the article’s 2-4-4-3', () => {
    const { columns } = layOut(shapesOf([4, 4]), ROOM);
    expect(columns.map(({ ports }) => ports.length)).toEqual([2, 4, 4, 3]);
  });

  it.each([[1], [12], [256]])('keeps %i columns of hidden layers apart and within its bounds', (count) => {
    const { columns, width, height } = layOut(shapesOf(Array<number>(count).fill(512)), ROOM);
    columns.slice(1).forEach(({ x, halfWidth }, k) => {
      const before = columns[k]!;
      expect(x - halfWidth).toBeGreaterThan(before.x + before.halfWidth);
    });
    expect(columns.at(-1)!.x).toBeLessThan(width);
    expect(Math.max(...columns.map(({ bottom }) => bottom))).toBeLessThanOrEqual(height);
  });

  it('leads residual connections from what goes into the first layer skipped to where it is added', () => {
    // Layers 3 and 4 are led around by layer 5: what goes into layer 3 comes out of layer 2.
    expect(layOut(layerShapes(everyKind.network, 2, 2), ROOM).arcs).toEqual([{ from: 2, to: 5 }]);
  });

  it('draws no connection that leads nowhere', () => {
    const layers = [{ type: 'residual', over: 9 } as const];
    expect(layOut(layerShapes({ ...everyKind.network, layers }, 2, 2), ROOM).arcs).toEqual([]);
  });

  it.each([
    [2, ['a', 'b']],
    [40, ['c0', 'c1', 'c2', 'c3', '… 35 more …', 'c39']],
  ])('names %i columns beside their units as far as there is room', (count, expected) => {
    const names = Array.from({ length: count }, (_, k) => (count === 2 ? 'ab'[k]! : `c${String(k)}`));
    const ports = count === 2 ? [10, 60] : [10, 20, 30, 40, 50, 60, 70, 80];
    expect(namesAt(names, { top: 0, bottom: 96, ports }).map(({ text }) => text)).toEqual(expected);
  });

  it('names few columns beside a small one, too, and counts many', () => {
    const small = { top: 40, bottom: 60, ports: [42, 50, 58] };
    expect(namesAt(['a', 'b', 'c'], small).map(({ text, y }) => [text, y])).toEqual([
      ['a', 34],
      ['b', 50],
      ['c', 66],
    ]);
    expect(namesAt(['a', 'b', 'c', 'd'], small).map(({ text }) => text)).toEqual(['4 columns']);
  });
});

describe('drawn weights', () => {
  it('are those that training starts from', () => {
    const shapes = shapesOf([4, 4]);
    const experiment = { ...article, network: { ...article.network, seed: 7, initial: undefined } };
    const weights = initialWeights(experiment, shapes)!;
    const all = initialParameters(shapes, experiment.network, experiment.training.precision);
    expect([...Array.from(weights[0]!.values)]).toEqual([...all.subarray(0, 8)]);
    expect(weights.map((matrix) => [matrix!.rows, matrix!.columns])).toEqual([
      [4, 2],
      [4, 4],
      [3, 4],
    ]);
  });

  it('are left out where drawing them would be felt', () => {
    expect(initialWeights(article, shapesOf([512, 512]))).toBeNull();
  });

  it('are as strong as they are large among their layer, with their signs', () => {
    const picture = layOut(shapesOf([2]), ROOM);
    const matrix = { rows: 2, columns: 2, values: [1, -4, Number.NaN, 2] };
    const [strengths] = connectionStrengths(picture, [matrix, null]);
    expect([...strengths!]).toEqual([0.25, -1, 0, 0.5]);
  });

  it('stand for the strongest of their part where a block hides single ones', () => {
    const shapes = shapesOf([32]);
    const values = new Float32Array(64).fill(0.1);
    // Unit 5 of 32 belongs to the second of eight parts.
    values[5 * 2 + 1] = -2;
    const [strengths] = connectionStrengths(layOut(shapes, ROOM), [{ rows: 32, columns: 2, values }, null]);
    expect(strengths).toHaveLength(16);
    expect(strengths![1 * 2 + 1]).toBe(-1);
    expect(strengths![0]).toBeCloseTo(0.05, 6);
  });
});

/** Two rows flow through 2-2-3. */
function frame(change: Partial<NetworkFrame> = {}): NetworkFrame {
  return {
    epoch: 3,
    step: 30,
    rows: [4, 9],
    weights: [
      { layer: 0, rows: 2, columns: 2, values: Float32Array.of(1, 2, 3, 4), largest: 4 },
      { layer: 1, rows: 3, columns: 2, values: new Float32Array(6), largest: 0 },
    ],
    activations: [Float32Array.of(1, 2, 3, 4), Float32Array.of(0, 5, 0, 6), new Float32Array(6)],
    surface: null,
    answers: null,
    ...change,
  };
}

describe('a network that is looked at', () => {
  const shapes = shapesOf([2]);

  it('is drawn with its weights', () => {
    expect(frameWeights(frame(), shapes)?.[0]).toMatchObject({ rows: 2, columns: 2 });
  });

  it.each([
    ['more layers', shapesOf([2, 2]), false],
    ['wider layers', shapesOf([3]), false],
    ['the same layers', shapesOf([2]), true],
  ])('is compared with what is drawn: %s', (_, drawn, isSame) => {
    expect(sameShape(drawn, shapes)).toBe(isSame);
  });

  it('is not drawn over layers that its weights do not fit', () => {
    expect(frameWeights(frame(), shapesOf([1]))).toBeNull();
  });

  it('shows the rows asked for, not those that another panel wants', () => {
    const [inputs, hidden] = unitValues(frame(), shapes, [9])!;
    expect([...inputs!.values]).toEqual([3, 4]);
    expect(hidden).toMatchObject({ rows: 1, units: 2, largest: 6 });
  });

  it('shows nothing where its rows may not be shown', () => {
    expect(
      unitValues(frame({ rows: [], activations: [0, 1, 2].map(() => new Float32Array(0)) }), shapes, [4]),
    ).toBeNull();
    expect(unitValues(frame({ activations: null }), shapes, [4])).toBeNull();
  });

  it('tells a unit’s value and its weights, the largest first', () => {
    const facts = {
      shapes,
      inputs: ['a', 'b'],
      targets: ['x', 'y', 'z'],
      weights: frameWeights(frame(), shapes),
      values: unitValues(frame(), shapes, [4, 9]),
    };
    expect(unitFacts(facts, { column: 1, unit: 1 })).toEqual({
      title: 'Layer 1, unit 2',
      value: '5 to 6',
      weights: [
        { from: 'b', value: '4' },
        { from: 'a', value: '3' },
      ],
      moreWeights: 0,
    });
    expect(unitFacts(facts, { column: 2, unit: 2 }).title).toBe('Output z');
  });
});

it.each([
  [{ first: 0, count: 1 }, 10, [0]],
  [{ first: 8, count: 4 }, 10, [6, 7, 8, 9]],
  [{ first: 0, count: 16 }, 3, [0, 1, 2]],
  [{ first: 5, count: 1 }, 0, []],
])('rows %j of %i are those of the table that are there', (choice, total, rows) => {
  expect(rowsOf(choice, total)).toEqual(rows);
});

describe('names that begin alike', () => {
  it.each([
    [['fruit = green apple', 'fruit = green pear', 'fruit = green fig'], 'fruit = green '],
    [['fruit = fig', 'fruit = fir'], 'fruit = '],
    [['column_2', 'column_3'], ''],
    [['a b', 'a b'], 'a '],
    [['one name'], ''],
    [[], ''],
  ])('%j share %j', (names, shared) => {
    expect(sharedStart(names)).toBe(shared.length);
  });
});
