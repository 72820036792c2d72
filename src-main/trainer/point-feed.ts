import { LIMITS } from '@shared/core/limits.ts';
import type { LookRequest, NetworkFrame } from '@shared/ipc/insight-contract.ts';
import type { RunPortMessage } from '@shared/ipc/run-port.ts';
import type { InsightPoint } from '@shared/model/insight.ts';
import type { MetricsPoint } from '@shared/model/run.ts';

/** What is needed of Electron's MessagePortMain. */
export interface FeedPort {
  postMessage(message: RunPortMessage): void;
}

export type FeedState = Omit<RunPortMessage, 'whole' | 'points' | 'insight' | 'frame'>;

/** What is new of a run. */
export interface FeedNews {
  points?: readonly MetricsPoint[];
  insight?: readonly InsightPoint[];
  frame?: NetworkFrame | null;
}

/** How much of everything a port has been sent. */
interface Sent {
  points: number;
  insight: number;
}

const FLUSH_EVERY_MS = 1_000 / LIMITS.metricMessagesPerSecond;

/**
 * The points of a run for whoever watches. A new port first gets all points so far, then only new ones; what gathers
 * between two messages travels together, so that no port gets more than 20 a second however fast the training is.
 */
export class PointFeed {
  private readonly points: MetricsPoint[] = [];
  private readonly insight: InsightPoint[] = [];
  /** Not sent yet; a newer one takes its place. */
  private frame: NetworkFrame | null = null;
  /** Port → what it has been sent, null before its first message. */
  private readonly sent = new Map<FeedPort, Sent | null>();
  private readonly looks = new Map<FeedPort, LookRequest | null>();
  private state: FeedState;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private afterFlush: (() => void)[] = [];

  constructor(state: FeedState) {
    this.state = state;
  }

  add({ points = [], insight = [], frame = null }: FeedNews, state: FeedState): void {
    for (const point of points) this.points.push(point);
    for (const point of insight) this.insight.push(point);
    this.frame = frame ?? this.frame;
    this.state = state;
    this.schedule();
  }

  /** What of the network is wanted by the port that asked last; null: nothing. */
  get wanted(): LookRequest | null {
    return [...this.looks.values()].at(-1) ?? null;
  }

  /** What a port wants to see of the network from now on. */
  look(port: FeedPort, look: LookRequest | null): void {
    this.looks.delete(port);
    if (look !== null) this.looks.set(port, look);
  }

  attach(port: FeedPort): void {
    this.sent.set(port, null);
    this.schedule();
  }

  detach(port: FeedPort): void {
    this.sent.delete(port);
    this.looks.delete(port);
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
    for (const [port, sent] of this.sent) {
      port.postMessage({
        ...this.state,
        whole: sent === null,
        points: this.points.slice(sent?.points ?? 0),
        insight: this.insight.slice(sent?.insight ?? 0),
        frame: this.looks.has(port) ? this.frame : null,
      });
      this.sent.set(port, { points: this.points.length, insight: this.insight.length });
    }
    this.frame = null;
    for (const resolve of this.afterFlush.splice(0)) resolve();
  }
}
