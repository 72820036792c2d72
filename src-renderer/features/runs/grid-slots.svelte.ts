import { rowsInSlots, settleSlots } from './row-slots.ts';

/** Pixels of a row. */
export const ROW = 28;
/** So many become others within one frame, for 60 of them a second without a graphics card. */
const ROWS_A_FRAME = 5;

/** Which rows of the history are drawn while it is scrolled. Made while a component is: its frames end with that. */
export class GridSlots {
  scrollTop = $state(0);
  height = $state(0);
  /** Rows by slot, on their way to those that are wanted; −1 for none. */
  drawn = $state.raw<readonly number[]>([]);
  private readonly wanted: readonly number[];

  constructor(count: () => number) {
    this.wanted = $derived.by(() => {
      const { scrollTop, height } = this;
      return rowsInSlots({ scrollTop, height, rowHeight: ROW, count: count() });
    });
    $effect(() => {
      if (this.drawn === this.wanted) return;
      // In the frame itself, so that however often the table was scrolled before it, rows are drawn once.
      const frame = requestAnimationFrame(() => this.settle());
      return () => cancelAnimationFrame(frame);
    });
  }

  private settle(): void {
    const { scrollTop, height } = this;
    const inSight = { start: Math.floor(scrollTop / ROW), end: Math.ceil((scrollTop + height) / ROW) };
    this.drawn = settleSlots(this.drawn, this.wanted, inSight, ROWS_A_FRAME);
  }
}
