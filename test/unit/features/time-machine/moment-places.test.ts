import { expect, it } from 'vitest';
import { epochAt, placeOf } from '../../../../src-renderer/features/time-machine/moment-places.ts';

const moments = [0, 1, 5, 20].map((epoch) => ({ epoch, step: 3 * epoch }));

it.each([
  [0, 0],
  [5, 2],
  [20, 3],
  [null, 4],
  // A moment that has been thinned out since stands at the one before it.
  [7, 2],
])('finds the place of epoch %s at %i', (epoch, place) => {
  expect(placeOf(moments, epoch)).toBe(place);
});

it('knows the epoch of every place, and none beyond the last', () => {
  expect([0, 1, 2, 3, 4].map((place) => epochAt(moments, place))).toEqual([0, 1, 5, 20, null]);
});
