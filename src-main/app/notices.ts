import type { Notice, WorkbenchEvent } from '@shared/ipc/contract.ts';

/** Tells the person each thing once: at once if the page is listening, else with its next snapshot. */
export class Notices {
  private readonly waiting: Notice[] = [];
  private readonly broadcast: (event: WorkbenchEvent) => void;
  private isPageListening = false;

  constructor(broadcast: (event: WorkbenchEvent) => void) {
    this.broadcast = broadcast;
  }

  tell(level: Notice['level'], message: string): void {
    const notice = { level, message };
    if (this.isPageListening) this.broadcast({ type: 'notice', notice });
    else this.waiting.push(notice);
  }

  /** For the snapshot: what is waiting, and from now on the page listens. */
  take(): Notice[] {
    this.isPageListening = true;
    return this.waiting.splice(0);
  }

  /** A page that is only just loading would miss what it is told. */
  pageStarted(): void {
    this.isPageListening = false;
  }
}
