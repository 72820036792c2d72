import type { Drawing } from './svg-context.ts';

/**
 * A dense line as one upright bar in each column of pixels, from its lowest to its highest point there, each touching
 * the one before: the same to the eye, but without the strokes that cover each other. Pixels of the canvas.
 */
export class ColumnBars {
  private readonly context: Pick<Drawing, 'lineTo' | 'moveTo'>;
  /** Added above and below, so that a bar is as high as a line is thick. */
  private readonly half: number;
  private column: number | null = null;
  private top = 0;
  private bottom = 0;
  private last = 0;
  private before: { column: number; top: number; bottom: number; last: number } | null = null;

  constructor(context: Pick<Drawing, 'lineTo' | 'moveTo'>, lineWidth: number) {
    this.context = context;
    this.half = lineWidth / 2;
  }

  /** The next point of the line; x never decreases. */
  add(x: number, y: number): void {
    const column = Math.floor(x);
    if (column !== this.column) {
      this.draw();
      this.join(column, y);
      this.column = column;
      this.top = y;
      this.bottom = y;
    }
    this.top = Math.min(this.top, y);
    this.bottom = Math.max(this.bottom, y);
    this.last = y;
  }

  /** Ends the line: the next point begins another. Also to be called after the last. */
  lift(): void {
    this.draw();
    this.column = null;
    this.before = null;
  }

  private draw(): void {
    const { column, before, last } = this;
    if (column === null) return;
    const touches = before !== null && before.column === column - 1;
    const top = touches ? Math.min(this.top, before.bottom) : this.top;
    const bottom = touches ? Math.max(this.bottom, before.top) : this.bottom;
    this.context.moveTo(column + 0.5, top - this.half);
    this.context.lineTo(column + 0.5, bottom + this.half);
    this.before = { column, top: this.top, bottom: this.bottom, last };
  }

  /** Where columns have no point, a plain line. */
  private join(column: number, y: number): void {
    const { before } = this;
    if (before === null || column - before.column <= 1) return;
    this.context.moveTo(before.column + 0.5, before.last);
    this.context.lineTo(column + 0.5, y);
  }
}
