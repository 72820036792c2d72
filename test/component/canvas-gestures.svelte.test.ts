import { describe, expect, it } from 'vitest';
import { layerShapes, type Network } from '@shared/model/network.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { canvasAct } from '../../src-renderer/features/network/canvas/canvas-keys.ts';
import { layOut } from '../../src-renderer/features/network/canvas/layout.ts';
import { arranged, dropPlace, gapAt } from '../../src-renderer/features/network/canvas/reorder.ts';
import { residualEnds } from '../../src-renderer/features/network/canvas/residual-target.ts';
import {
  choiceOf,
  chosen,
  moved,
  NOTHING,
  selecting,
  within,
} from '../../src-renderer/features/network/canvas/selection.ts';
import { fitted, isCut, showing, zoomedAt } from '../../src-renderer/features/network/canvas/view.ts';
import { classificationJson } from '../helpers/experiments.ts';

const MARGINS = { left: 100, right: 100, top: 50, bottom: 70 };
const SIZE = { width: 800, height: 400 };
const NO_KEYS = { shiftKey: false, ctrlKey: false, metaKey: false };

function shapesOf(units: readonly number[]) {
  const layers = units.map((count) => ({
    type: 'dense' as const,
    units: count,
    activation: 'relu' as const,
    l1: 0,
    l2: 0,
  }));
  const { network } = parseExperiment(classificationJson);
  return layerShapes({ ...network, layers } satisfies Network, 2, 3);
}

describe('choosing layers', () => {
  const first = chosen(NOTHING, 1, 'alone');

  it('takes one, all up to one with Shift, one more or less with Ctrl', () => {
    expect(first.selected).toEqual([1]);
    const range = chosen(first, 3, 'range');
    expect(range.selected).toEqual([1, 2, 3]);
    expect(chosen(range, 0, 'range').selected).toEqual([0, 1]);
    const less = chosen(range, 2, 'toggle');
    expect(less.selected).toEqual([1, 3]);
    expect(chosen(less, 0, 'toggle').selected).toEqual([0, 1, 3]);
  });

  it('goes along with the keyboard, unless Ctrl is held', () => {
    expect(moved(first, 2, NO_KEYS).selected).toEqual([2]);
    expect(moved(first, 2, { ...NO_KEYS, shiftKey: true }).selected).toEqual([1, 2]);
    expect(moved(first, 2, { ...NO_KEYS, ctrlKey: true })).toMatchObject({ selected: [1], focus: 2 });
  });

  it('forgets layers that are gone, and takes over what others choose', () => {
    expect(within({ selected: [1, 4], anchor: 4, focus: 4 }, 3)).toEqual({
      selected: [1],
      anchor: 2,
      focus: 2,
    });
    expect(selecting(first, [3, 2])).toEqual({ selected: [2, 3], anchor: 3, focus: 2 });
  });

  it.each([
    [{ ...NO_KEYS }, 'alone'],
    [{ ...NO_KEYS, shiftKey: true }, 'range'],
    [{ ...NO_KEYS, metaKey: true }, 'toggle'],
  ])('%j means %s', (keys, how) => {
    expect(choiceOf(keys)).toBe(how);
  });
});

describe('dragging layers to another place', () => {
  const { columns } = layOut(shapesOf([4, 4, 4, 4]), SIZE);
  const slot = columns[1]!.slot;

  it.each([
    [[0], 0, 0],
    [[0], 0.4, 0],
    [[0], 0.6, 1],
    [[0], 9, 3],
    [[3], -1.6, 1],
    [[1, 2], 1, 2],
    [[1, 2], -1, 0],
  ])('layers %j moved by %d places stand behind %i of the others', (dragged, by, place) => {
    expect(dropPlace(columns, dragged, by * slot)).toBe(place);
  });

  it('shows them there, with the others closing up', () => {
    const { order, centres } = arranged(columns, [0], 2);
    expect(order).toEqual([0, 2, 3, 1, 4, 5]);
    expect(centres[2]).toBe(columns[1]!.x);
    expect(centres[1]).toBe(columns[3]!.x);
  });

  it.each([
    [[0], 2, 4, 3],
    [[0, 2], 1, 4, 3],
    [[1], 0, 4, 0],
    [[0], 3, 4, 4],
  ])('layers %j at place %i of the others of %i are in front of layer %i', (dragged, place, count, gap) => {
    expect(gapAt(dragged, place, count)).toBe(gap);
  });
});

describe('joining two columns', () => {
  const shapes = shapesOf([2, 8, 8, 2]);

  it.each([
    [2, 3, { ok: true, from: 2, to: 3 }],
    [3, 2, { ok: true, from: 2, to: 3 }],
    [0, 4, { ok: true, from: 0, to: 4 }],
  ])('columns %i and %i fit', (a, b, ends) => {
    expect(residualEnds(shapes, a, b)).toEqual(ends);
  });

  it.each([
    [1, 1, 'further on'],
    [1, 5, 'Nothing can be added to the answers'],
    [1, 2, 'Layer 1 gives 2 values, layer 2 gives 8 values'],
    [0, 3, 'The input gives 2 values, layer 3 gives 8 values'],
  ])('columns %i and %i do not, and say why', (a, b, reason) => {
    expect(residualEnds(shapes, a, b)).toMatchObject({
      ok: false,
      problem: expect.stringContaining(reason) as string,
    });
  });
});

describe('the view', () => {
  const picture = { width: 1000, height: 300 };

  it('shows all of the picture between its margins', () => {
    const view = fitted(picture, SIZE, MARGINS);
    expect(view).toEqual({ zoom: 0.6, x: 100, y: 100 });
    expect(isCut(picture, view, SIZE)).toBe(false);
  });

  it('keeps what is pointed at where it is while zooming', () => {
    const view = fitted(picture, SIZE, MARGINS);
    const zoomed = zoomedAt(view, 2, { x: 250, y: 160 });
    expect(zoomed.zoom).toBe(1.2);
    expect((250 - zoomed.x) / zoomed.zoom).toBeCloseTo((250 - view.x) / view.zoom, 9);
    expect(isCut(picture, zoomed, SIZE)).toBe(true);
  });

  it.each([
    ['to the right', 900, 1000, -250],
    ['to the left', -400, -300, 450],
    ['not at all', 300, 400, 0],
  ])('moves %s to a layer that is out of sight', (_, left, right, by) => {
    expect(showing({ zoom: 1, x: 0, y: 0 }, left, right, SIZE, MARGINS).x).toBe(by);
  });
});

describe('keys on the canvas', () => {
  const press = (key: string, held: Partial<Parameters<typeof canvasAct>[0]> = {}) =>
    canvasAct({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

  it.each([
    ['ArrowRight', {}, { kind: 'focus', to: 'after' }],
    ['ArrowRight', { altKey: true }, { kind: 'move', by: 1 }],
    ['ArrowUp', {}, { kind: 'units', change: 'more' }],
    ['a', { ctrlKey: true }, { kind: 'all' }],
    ['F10', { shiftKey: true }, { kind: 'menu' }],
    ['+', { shiftKey: true }, { kind: 'zoom', to: 'in' }],
    ['0', {}, { kind: 'zoom', to: 'fit' }],
    ['0', { ctrlKey: true }, undefined],
    ['c', { ctrlKey: true }, undefined],
    ['x', {}, undefined],
  ])('%s %j', (key, held, act) => {
    expect(press(key, held)).toEqual(act);
  });
});
