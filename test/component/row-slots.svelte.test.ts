import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsInSlots, settleSlots } from '../../src-renderer/features/runs/row-slots.ts';

const MOST = 10;
const NOTHING: readonly number[] = [];

function at(scrollTop: number, height = 600): number[] {
  return rowsInSlots({ scrollTop, height, rowHeight: 28, count: 10_000 });
}

describe('rows that are drawn over several frames', () => {
  it('are there at once where few are new', () => {
    const before = at(2_800);
    const after = at(2_800 + 5 * 28);
    expect(settleSlots(before, after, { start: 105, end: 127 }, MOST)).toBe(after);
  });

  it('begin with those in sight', () => {
    const after = at(140_000);
    const next = settleSlots(at(0), after, { start: 5_000, end: 5_022 }, MOST);
    const fresh = next.filter((row) => after.includes(row));
    expect(fresh.sort((a, b) => a - b)).toEqual(Array.from({ length: MOST }, (_, k) => 5_000 + k));
  });

  it('stay where the table gets taller', () => {
    const before = at(2_800, 600);
    const taller = at(2_800, 900);
    const next = settleSlots(before, taller, { start: 100, end: 133 }, MOST);
    for (const row of before) expect(next).toContain(row);
  });

  it('are all there after as many frames as they need, whatever came before', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(279_000), { minLength: 1, maxLength: 6 }), (places) => {
        let slots = NOTHING;
        for (const top of places)
          slots = settleSlots(slots, at(top), { start: top / 28, end: top / 28 + 22 }, MOST);
        const wanted = at(places.at(-1)!);
        for (let frame = 0; frame < wanted.length / MOST; frame++) {
          slots = settleSlots(slots, wanted, { start: 0, end: 0 }, MOST);
        }
        expect(slots).toEqual(wanted);
      }),
    );
  });
});
