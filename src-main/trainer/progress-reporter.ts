import type { ProgressReport, SignOfLife } from './messages.ts';

/** Tells main how the run is doing: a new status at once, the rest with the next beat. */
export class ProgressReporter {
  private readonly send: (message: SignOfLife) => void;
  private waiting: ProgressReport | null = null;
  private toldStatus: ProgressReport['status'] | null = null;

  constructor(send: (message: SignOfLife) => void) {
    this.send = send;
  }

  report(progress: ProgressReport): void {
    this.waiting = progress;
    if (progress.status !== this.toldStatus) this.flush();
  }

  /** Twice a second, from between batches: a sign of life, with news if there are any. */
  beat(): void {
    if (this.waiting === null) this.send({ type: 'beat' });
    else this.flush();
  }

  private flush(): void {
    if (this.waiting === null) return;
    this.toldStatus = this.waiting.status;
    this.send(this.waiting);
    this.waiting = null;
  }
}
