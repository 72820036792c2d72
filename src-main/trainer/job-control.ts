/** What a run has been told to do. Read between optimizer updates, so that a command acts within a step. */
export class JobControl {
  private state: 'run' | 'pause' | 'stop' = 'run';
  private wake: (() => void) | null = null;
  private readonly stopping = new AbortController();

  get isStopped(): boolean {
    return this.state === 'stop';
  }

  get isPaused(): boolean {
    return this.state === 'pause';
  }

  /** Aborted when the run is stopped, for work that takes a signal. */
  get stopSignal(): AbortSignal {
    return this.stopping.signal;
  }

  pause(): void {
    if (this.state === 'run') this.change('pause');
  }

  resume(): void {
    if (this.state === 'pause') this.change('run');
  }

  stop(): void {
    this.change('stop');
    this.stopping.abort();
  }

  /** Resolves at the next command. */
  whenChanged(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }

  private change(state: 'run' | 'pause' | 'stop'): void {
    this.state = state;
    this.wake?.();
    this.wake = null;
  }
}
