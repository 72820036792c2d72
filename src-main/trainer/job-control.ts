type Wish = 'run' | 'pause' | 'stop' | 'yield';

/** What a run has been told to do. Read between optimizer updates, so that a command acts within a step. */
export class JobControl {
  private wish: Wish = 'run';
  private wake: (() => void) | null = null;
  private readonly stopping = new AbortController();

  /** Whether no further step shall be made, for good or for now. */
  get isStopped(): boolean {
    return this.wish === 'stop' || this.isYielding;
  }

  /** Whether the run shall wait for its turn again. */
  get isYielding(): boolean {
    return this.wish === 'yield';
  }

  get isPaused(): boolean {
    return this.wish === 'pause';
  }

  /** Aborted when the run is stopped, for work that takes a signal. */
  get stopSignal(): AbortSignal {
    return this.stopping.signal;
  }

  pause(): void {
    if (this.wish === 'run') this.change('pause');
  }

  resume(): void {
    if (this.wish === 'pause') this.change('run');
  }

  stop(): void {
    this.change('stop');
    this.stopping.abort();
  }

  /** Whoever has been stopped stays so. */
  yield(): void {
    if (this.wish === 'stop') return;
    this.change('yield');
    this.stopping.abort();
  }

  /** Has a paused run look whether there is anything to be done. */
  wakeUp(): void {
    this.wake?.();
    this.wake = null;
  }

  /** Resolves at the next command, or when it is woken up. */
  whenChanged(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }

  private change(wish: Wish): void {
    this.wish = wish;
    this.wakeUp();
  }
}
