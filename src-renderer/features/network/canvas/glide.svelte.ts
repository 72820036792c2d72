/** Time in which a distance becomes a third of itself. */
const TIME_MS = 55;
/** World pixels that nobody sees. */
const NOTHING = 0.4;

/** Lets columns glide to new places: how far each still is from where it belongs, less with every frame. */
export class Glide {
  /** By column, in world pixels; what is missing is where it belongs. */
  offsets = $state.raw<readonly number[]>([]);
  private frame: number | null = null;
  private lastMs = 0;

  /** Columns that were at `before` now belong to `after`; under reduced motion they are there at once. */
  start(before: readonly (number | undefined)[], after: readonly number[]): void {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    this.offsets = after.map((x, k) => (before[k] ?? x) - x);
    if (this.frame !== null) return;
    this.lastMs = performance.now();
    this.frame = requestAnimationFrame(this.step);
  }

  stop(): void {
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    this.frame = null;
    this.offsets = [];
  }

  private readonly step = (nowMs: number): void => {
    const left = Math.exp(-Math.max(0, nowMs - this.lastMs) / TIME_MS);
    this.lastMs = nowMs;
    const offsets = this.offsets.map((offset) => (Math.abs(offset) < NOTHING ? 0 : offset * left));
    const isDone = offsets.every((offset) => offset === 0);
    this.offsets = isDone ? [] : offsets;
    this.frame = isDone ? null : requestAnimationFrame(this.step);
  };
}
