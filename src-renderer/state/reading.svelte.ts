import type { WorkbenchEvent } from '@shared/ipc/contract.ts';

/** How much of the history has been read, while Ninestep opens it. */
export class ReadingState {
  done = $state(0);
  /** 0 as long as nothing has to be read, or it is not known how much. */
  total = $state(0);

  receive(event: WorkbenchEvent): void {
    if (event.type !== 'runs-reading') return;
    this.done = event.done;
    this.total = event.total;
  }
}
