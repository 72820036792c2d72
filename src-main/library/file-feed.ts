import { isActive, type MetricsPoint, type RunEntry } from '@shared/model/run.ts';
import { join } from 'node:path';
import { decodePoint } from '../storage/metrics-line.ts';
import { RUN_FILES } from '../storage/paths.ts';
import { type FeedPort, type FeedState, PointFeed } from '../trainer/point-feed.ts';
import { LineTail } from './line-tail.ts';

interface FileFeedOptions {
  directory: string;
  /** The run as the library knows it; undefined once it is gone. */
  run: () => RunEntry | undefined;
  port: FeedPort;
  /** Told once, when nothing more will come. */
  onEnd?: () => void;
}

const EVERY_MS = 500;

/**
 * The points of a run that another process trains, for whoever watches: read from the end of its `metrics.jsonl`, twice a
 * second, and sent as the run's own process would send them. Ends with the run, or by `close` when nobody watches any more.
 */
export class FileFeed {
  private readonly options: FileFeedOptions;
  private readonly tail: LineTail;
  private feed: PointFeed;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isClosed = false;

  constructor(options: FileFeedOptions) {
    this.options = options;
    this.tail = new LineTail(join(options.directory, RUN_FILES.points));
    this.feed = this.newFeed();
    void this.follow();
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.feed.detach(this.options.port);
  }

  private async follow(): Promise<void> {
    // Asked before the points are read: of a run that has ended then none are missed.
    const run = this.options.run();
    const state = run === undefined ? null : stateOf(run);
    const points = await this.newPoints();
    if (this.isClosed) return;
    if (state !== null) this.feed.add(points, state);
    if (run !== undefined && isActive(run.status)) {
      this.timer = setTimeout(() => void this.follow(), EVERY_MS);
      return;
    }
    await this.feed.drained();
    this.close();
    this.options.onEnd?.();
  }

  private async newPoints(): Promise<MetricsPoint[]> {
    const points: MetricsPoint[] = [];
    const reader = {
      restart: () => {
        // Whoever watches gets all points again.
        points.length = 0;
        this.feed.detach(this.options.port);
        this.feed = this.newFeed();
      },
      line: (line: string) => {
        const point = decodePoint(line);
        if (point !== null) points.push(point);
      },
    };
    // A file that cannot be read just now may be read the next time.
    await this.tail.read(reader).catch(() => undefined);
    return points;
  }

  private newFeed(): PointFeed {
    const run = this.options.run();
    const feed = new PointFeed(run === undefined ? UNKNOWN : stateOf(run));
    feed.attach(this.options.port);
    return feed;
  }
}

const UNKNOWN: FeedState = { status: 'interrupted', epochsDone: 0, seconds: 0, secondsLeft: null };

function stateOf({ status, epochsDone, seconds, experiment }: RunEntry): FeedState {
  const epochsLeft = Math.max(0, experiment.training.epochs - epochsDone);
  const secondsLeft = epochsDone === 0 ? null : (seconds / epochsDone) * epochsLeft;
  return { status, epochsDone, seconds, secondsLeft };
}
