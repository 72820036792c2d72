/** Seconds of training, pauses left out. */
export class Stopwatch {
  private total: number;
  private startedAt: number | null = null;

  /** Goes on from so many seconds. */
  constructor(seconds = 0) {
    this.total = seconds * 1000;
  }

  start(): void {
    this.startedAt ??= performance.now();
  }

  stop(): void {
    this.total = this.seconds * 1000;
    this.startedAt = null;
  }

  get seconds(): number {
    return (this.total + (this.startedAt === null ? 0 : performance.now() - this.startedAt)) / 1000;
  }
}
