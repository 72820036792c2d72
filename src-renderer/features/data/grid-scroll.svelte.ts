import {
  canvasLength,
  isCompressed,
  itemsInSight,
  lastOffset,
  type LongAxis,
  offsetAt,
  offsetShowing,
  placesOf,
  scrollAt,
  unequalInSight,
} from '../../components/long-axis.ts';

/** Pixels of a row, of the heads above, and of the row numbers at the left. */
export const ROW = 28;
const HEAD = 100;
const NUMBERS = 72;
/** Assumed before the element has been measured. */
const FIRST_SIZE = { width: 900, height: 600 };

/** Which rows and columns of a table are in sight, and how it is scrolled to others. */
export class GridScroll {
  width = $state(0);
  height = $state(0);
  private left = $state(0);
  private top = $state(0);
  private readonly table: () => { rows: number; columnWidths: readonly number[] };
  /** Where the scroll bar was put by ourselves: its event says nothing new. */
  private placed = -1;

  readonly places = $derived.by(() => placesOf(this.table().columnWidths));
  readonly axis: LongAxis = $derived.by(() => ({
    count: this.table().rows,
    size: ROW,
    view: Math.max(ROW, (this.height || FIRST_SIZE.height) - HEAD),
  }));
  private readonly sideways = $derived(Math.max(1, (this.width || FIRST_SIZE.width) - NUMBERS));
  private readonly offset = $derived(Math.min(this.top, lastOffset(this.axis)));
  /** Rows and columns [start, end) in sight. */
  readonly rows = $derived(itemsInSight(this.offset, this.axis));
  readonly columns = $derived.by(() => unequalInSight(this.places, this.left, this.sideways));
  /** Where the first column in sight begins, seen from the left edge. */
  readonly shift = $derived.by(() => (this.places[this.columns.start] ?? 0) - this.left);
  readonly canvas = $derived.by(() => ({
    width: NUMBERS + (this.places.at(-1) ?? 0),
    height: HEAD + canvasLength(this.axis),
  }));

  constructor(table: () => { rows: number; columnWidths: readonly number[] }) {
    this.table = table;
  }

  /** Where a row stands, seen from the top edge. */
  topOf(row: number): number {
    return HEAD + row * ROW - this.offset;
  }

  isInSight(row: number, column: number): boolean {
    const { rows, columns } = this;
    const isRow = row < 0 ? this.offset === 0 : row >= rows.start && row < rows.end;
    return isRow && column >= columns.start && column < columns.end;
  }

  /** Brings a cell into sight; row −1 is the head, with the first rows below it. */
  show(scroller: HTMLElement | undefined, row: number, column: number): void {
    const top = row < 0 ? 0 : offsetShowing(row, this.offset, this.axis);
    const [start, end] = [this.places[column] ?? 0, this.places[column + 1] ?? 0];
    const left = start < this.left ? start : Math.max(this.left, Math.min(start, end - this.sideways));
    this.scrollTo(scroller, top, left);
  }

  /** The scroll bar was moved. */
  follow(scroller: HTMLElement): void {
    this.left = scroller.scrollLeft;
    const isOwn = Math.abs(scroller.scrollTop - this.placed) < 1;
    if (!isOwn) this.top = offsetAt(scroller.scrollTop, this.axis);
    this.placed = -1;
  }

  /** Where a pixel of the scroll bar stands for many rows, the wheel still goes row by row. */
  roll(scroller: HTMLElement, event: WheelEvent): void {
    if (!isCompressed(this.axis) || event.deltaY === 0 || event.ctrlKey) return;
    event.preventDefault();
    const top = Math.min(lastOffset(this.axis), Math.max(0, this.offset + event.deltaY));
    this.scrollTo(scroller, top, this.left + event.deltaX);
  }

  private scrollTo(scroller: HTMLElement | undefined, top: number, left: number): void {
    this.top = top;
    this.left = left;
    if (scroller === undefined) return;
    scroller.scrollTop = scrollAt(top, this.axis);
    scroller.scrollLeft = left;
    this.placed = scroller.scrollTop;
  }
}
