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
