import type { Notice } from '@shared/ipc/contract.ts';

const SHOWN_MS = 8_000;
const MOST = 4;

/** What can be done about a notice, such as taking back what it tells of. */
export interface NoticeAction {
  readonly label: string;
  readonly perform: () => void;
}

export interface ShownNotice extends Notice {
  readonly key: number;
  /** The run the notice is about; choosing the notice opens it. */
  readonly runId: string | null;
  readonly action: NoticeAction | null;
}

/** What happened elsewhere, told once. Errors stay until they are closed. */
export class NoticesState {
  shown = $state.raw<readonly ShownNotice[]>([]);
  private nextKey = 0;

  add(notice: Notice, runId: string | null = null, action: NoticeAction | null = null): void {
    const key = this.nextKey++;
    this.shown = [...this.shown, { ...notice, key, runId, action }].slice(-MOST);
    if (notice.level === 'error') return;
    setTimeout(() => {
      this.dismiss(key);
    }, SHOWN_MS);
  }

  dismiss(key: number): void {
    this.shown = this.shown.filter((notice) => notice.key !== key);
  }

  /** What a run has been said to have done is seen in the run itself. */
  dismissRun(runId: string): void {
    this.shown = this.shown.filter((notice) => notice.runId !== runId);
  }
}
