import type { RunRecord } from '@shared/model/run.ts';
import { type BrowserWindow, Notification, powerSaveBlocker } from 'electron';
import { Batch, describeEnd, type Work } from '../queue/batch.ts';

/** A sweep may put its next runs into the queue just after the last ones have ended. */
const CALM_MS = 1_000;

/** What the system around the window is told of training: not to sleep, how far it is, and when it is over. */
export class Attention {
  private readonly window: () => BrowserWindow | null;
  private readonly openWindow: () => void;
  private readonly batch = new Batch();
  private blocker: number | null = null;
  private calm: NodeJS.Timeout | undefined;

  constructor(window: () => BrowserWindow | null, openWindow: () => void) {
    this.window = window;
    this.openWindow = openWindow;
  }

  /** Whenever anything about the queue or its runs has changed. */
  update(work: Work): void {
    this.keepAwake(work.running.some(({ status }) => status === 'running'));
    const progress = this.batch.progress(work);
    this.window()?.setProgressBar(progress ?? -1);
    clearTimeout(this.calm);
    if (progress === null) this.calm = setTimeout(this.closeBatch, CALM_MS);
  }

  /**
   * A run has ended. What went wrong is told at once, unless it was the last one, which is told anyway, or of a group: hundreds
   * of a sweep may diverge.
   */
  ended(record: RunRecord, { running, waiting }: Work): void {
    this.batch.add(record);
    const wentWrong =
      record.status === 'failed' || record.status === 'diverged' || record.status === 'interrupted';
    const isToldLater = record.group !== undefined || running.length + waiting === 0;
    if (wentWrong && !isToldLater) this.notify(describeEnd(record));
  }

  private readonly closeBatch = (): void => {
    const ended = this.batch.close();
    if (ended !== null) this.notify(ended);
  };

  private keepAwake(isTraining: boolean): void {
    if (isTraining === (this.blocker !== null)) return;
    if (this.blocker === null) this.blocker = powerSaveBlocker.start('prevent-app-suspension');
    else {
      powerSaveBlocker.stop(this.blocker);
      this.blocker = null;
    }
  }

  /** Whoever looks at the window sees it there. */
  private notify(words: { title: string; body: string }): void {
    if (this.window()?.isFocused() === true || !Notification.isSupported()) return;
    const notification = new Notification(words);
    notification.on('click', this.openWindow);
    notification.show();
  }
}
