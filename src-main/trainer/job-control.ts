/** What a run has been told to do. Read between optimizer updates, so that a command acts within a step. */
export class JobControl {
  private state: 'run' | 'pause' | 'stop' = 'run';
  private wake: (() => void) | null = null;

  get isStopped(): boolean {
    return this.state === 'stop';
  }

  get isPaused(): boolean {
    return this.state === 'pause';
  }

  pause(): void {
    if (this.state === 'run') this.change('pause');
  }

  resume(): void {
    if (this.state === 'pause') this.change('run');
  }

  stop(): void {
    this.change('stop');
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
