import { LIMITS } from '@shared/core/limits.ts';
import type { RunPortMessage } from '@shared/ipc/run-port.ts';
import type { MetricsPoint } from '@shared/model/run.ts';

/** What is needed of Electron's MessagePortMain. */
export interface FeedPort {
  postMessage(message: RunPortMessage): void;
}

export type FeedState = Omit<RunPortMessage, 'whole' | 'points'>;

const FLUSH_EVERY_MS = 1_000 / LIMITS.metricMessagesPerSecond;

/**
 * The points of a run for whoever watches. A new port first gets all points so far, then only new ones; what gathers
 * between two messages travels together, so that no port gets more than 20 a second however fast the training is.
 */
export class PointFeed {
  private readonly points: MetricsPoint[] = [];
  /** Port → how many points it has been sent, null before its first message. */
  private readonly sent = new Map<FeedPort, number | null>();
  private state: FeedState;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private afterFlush: (() => void)[] = [];

  constructor(state: FeedState) {
    this.state = state;
  }

  add(points: readonly MetricsPoint[], state: FeedState): void {
    for (const point of points) this.points.push(point);
    this.state = state;
    this.schedule();
  }

  attach(port: FeedPort): void {
    this.sent.set(port, null);
    this.schedule();
  }

  detach(port: FeedPort): void {
    this.sent.delete(port);
  }

  /** Resolves when all that was added has been posted. */
  async drained(): Promise<void> {
    if (this.timer === undefined) return;
    await new Promise<void>((resolve) => this.afterFlush.push(resolve));
  }

  private schedule(): void {
    this.timer ??= setTimeout(() => {
      this.flush();
    }, FLUSH_EVERY_MS);
  }

  private flush(): void {
    this.timer = undefined;
    for (const [port, count] of this.sent) {
      port.postMessage({ ...this.state, whole: count === null, points: this.points.slice(count ?? 0) });
      this.sent.set(port, this.points.length);
    }
    for (const resolve of this.afterFlush.splice(0)) resolve();
  }
}
