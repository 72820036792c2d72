/** Rows kept above and below those in sight, so that scrolling does not flash. */
const SPARE = 4;
/** Assumed before the table has been measured. */
const FIRST_HEIGHT = 600;

/**
 * The rows that need to be in the document, each in a slot that stays: while scrolling, a row that goes out of sight hands
 * its slot to one that comes in, so that of the document only texts change. Slot k holds the row ≡ k (mod slots), or −1.
 * There are as many slots as the height asks for, wherever the table is scrolled to.
 */
export function rowsInSlots(view: {
  scrollTop: number;
  height: number;
  rowHeight: number;
  count: number;
}): number[] {
  const { scrollTop, rowHeight, count } = view;
  const height = view.height > 0 ? view.height : FIRST_HEIGHT;
  const slotCount = Math.ceil(height / rowHeight) + 1 + 2 * SPARE;
  const slots = new Array<number>(slotCount).fill(-1);
  const furthest = Math.max(0, count - slotCount);
  const start = Math.min(furthest, Math.max(0, Math.floor(scrollTop / rowHeight) - SPARE));
  for (let row = start; row < Math.min(count, start + slotCount); row++) slots[row % slotCount] = row;
  return slots;
}

/**
 * The next picture on the way to the wanted rows: at most `most` slots take their new row, those in sight first, so that a
 * jump over many rows does not hold a frame up. A row that is still waited for is left blank; what stands in its slot
 * meanwhile is where it belongs, out of sight.
 */
export function settleSlots(
  drawn: readonly number[],
  wanted: readonly number[],
  inSight: { start: number; end: number },
  most: number,
): readonly number[] {
  if (drawn.length !== wanted.length) {
    const known = new Set(drawn);
    const kept = wanted.map((row) => (known.has(row) ? row : -1));
    return settleSlots(kept, wanted, inSight, most);
  }
  const late = wanted.flatMap((row, slot) => (row === drawn[slot] ? [] : [slot]));
  if (late.length <= most) return wanted;
  const isSeen = (slot: number): boolean => {
    const row = wanted[slot]!;
    return row >= inSight.start && row < inSight.end;
  };
  const first = [...late.filter(isSeen), ...late.filter((slot) => !isSeen(slot))].slice(0, most);
  const next = [...drawn];
  for (const slot of first) next[slot] = wanted[slot]!;
  return next;
}
