/** As many rows with controls in them as are made within a frame. */
const ROWS_A_FRAME = 24;

/**
 * How many rows of a list are drawn: a list that becomes long at once gets its rows frame by frame, so that the window
 * answers meanwhile. Made while a component is set up, and gone with it.
 */
export class RowsByFrame {
  private allowed = $state(ROWS_A_FRAME);
  private readonly wanted: () => number;

  constructor(wanted: () => number) {
    this.wanted = wanted;
    $effect(() => {
      const next = this.nextAllowed();
      if (next === this.allowed) return;
      const frame = requestAnimationFrame(() => (this.allowed = next));
      return () => cancelAnimationFrame(frame);
    });
  }

  get count(): number {
    return Math.min(this.allowed, this.wanted());
  }

  /** A frame's rows more while some are missing; no more than are needed, so that what is pasted next comes by and by, too. */
  private nextAllowed(): number {
    const needed = Math.max(1, Math.ceil(this.wanted() / ROWS_A_FRAME)) * ROWS_A_FRAME;
    return Math.min(needed, this.allowed + ROWS_A_FRAME);
  }
}
