import { describe, expect, it } from 'vitest';
import {
  canvasLength,
  isCompressed,
  itemsInSight,
  lastOffset,
  offsetAt,
  offsetShowing,
  placesOf,
  scrollAt,
  unequalInSight,
} from '../../src-renderer/components/long-axis.ts';

const short = { count: 100, size: 28, view: 280 };
const million = { count: 1_000_000, size: 28, view: 600 };
const huge = { count: 50_000_000, size: 28, view: 600 };

describe('a long line of equal items', () => {
  it('has a canvas that a browser can lay out, whatever its length', () => {
    expect(canvasLength(short)).toBe(2_800);
    expect(canvasLength(million)).toBe(28_000_000);
    expect(canvasLength(huge)).toBeLessThan(2 ** 25);
  });

  it('moves pixel by pixel up to a million rows', () => {
    expect(isCompressed(million)).toBe(false);
    expect(offsetAt(12_345, million)).toBe(12_345);
  });

  it.each([short, million, huge])('shows the last item at the end of the scroll bar: %j', (axis) => {
    const end = canvasLength(axis) - axis.view;
    expect(offsetAt(end, axis)).toBe(lastOffset(axis));
    expect(itemsInSight(offsetAt(end, axis), axis).end).toBe(axis.count);
    expect(itemsInSight(offsetAt(0, axis), axis).start).toBe(0);
  });

  it.each([0, 1e6, 7e8, lastOffset(huge)])('finds the scroll bar of an offset: %d', (offset) => {
    expect(offsetAt(scrollAt(offset, huge), huge)).toBeCloseTo(offset, 3);
  });

  it.each([
    [0, { start: 0, end: 10 }],
    [1, { start: 0, end: 11 }],
    [28, { start: 1, end: 11 }],
    [2_520, { start: 90, end: 100 }],
  ])('at offset %d the items %j are in sight', (offset, expected) => {
    expect(itemsInSight(offset, short)).toEqual(expected);
  });

  it.each([
    [5, 0, 0],
    [10, 0, 28],
    [3, 280, 84],
    [99, 0, 2_520],
  ])('item %d is shown, from offset %d, at %d', (index, from, expected) => {
    expect(offsetShowing(index, from, short)).toBe(expected);
  });

  it('shows what there is of a line shorter than the view', () => {
    const few = { count: 3, size: 28, view: 280 };
    expect(lastOffset(few)).toBe(0);
    expect(itemsInSight(0, few)).toEqual({ start: 0, end: 3 });
  });

  it('shows nothing of an empty line', () => {
    const none = { count: 0, size: 28, view: 280 };
    expect(itemsInSight(offsetAt(50, none), none)).toEqual({ start: 0, end: 0 });
  });
});

describe('a line of unequal items', () => {
  const places = placesOf([100, 50, 200, 10]);

  it('knows where each begins and where the last ends', () => {
    expect([...places]).toEqual([0, 100, 150, 350, 360]);
  });

  it.each([
    [0, 100, { start: 0, end: 1 }],
    [0, 101, { start: 0, end: 2 }],
    [99, 10, { start: 0, end: 2 }],
    [100, 50, { start: 1, end: 2 }],
    [340, 100, { start: 2, end: 4 }],
    [900, 100, { start: 4, end: 4 }],
  ])('from %d over %d pixels the items %j are in sight', (offset, view, expected) => {
    expect(unequalInSight(places, offset, view)).toEqual(expected);
  });

  it('is searched, not walked through: ten thousand columns', () => {
    const many = placesOf(Array.from({ length: 10_000 }, () => 132));
    expect(unequalInSight(many, 132 * 5_000, 800)).toEqual({ start: 5_000, end: 5_007 });
  });
});
