import type { InsightPoint } from '@shared/model/insight.ts';
import { isActive, type MetricsPoint, type RunEntry } from '@shared/model/run.ts';
import { join } from 'node:path';
import { decodeInsight } from '../storage/insight-file.ts';
import { decodePoint } from '../storage/metrics-line.ts';
import { RUN_FILES } from '../storage/paths.ts';
import { type FeedNews, type FeedPort, type FeedState, PointFeed } from '../trainer/point-feed.ts';
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
 * The points of a run that another process trains, for whoever watches, and what was measured inside of its network: read from
 * the ends of its files, twice a second, and sent as the run's own process would send them. Ends with the run, or by `close` when nobody watches any more.
 */
export class FileFeed {
  private readonly options: FileFeedOptions;
  private readonly points: Followed<MetricsPoint>;
  private readonly insight: Followed<InsightPoint>;
  private feed: PointFeed;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isClosed = false;

  constructor(options: FileFeedOptions) {
    this.options = options;
    this.points = new Followed(join(options.directory, RUN_FILES.points), decodePoint);
    this.insight = new Followed(join(options.directory, RUN_FILES.insight), decodeInsight);
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
    const news = await this.news();
    if (this.isClosed) return;
    if (state !== null) this.feed.add(news, state);
    if (run !== undefined && isActive(run.status)) {
      this.timer = setTimeout(() => void this.follow(), EVERY_MS);
      return;
    }
    await this.feed.drained();
    this.close();
    this.options.onEnd?.();
  }

  /** Where lines were cut off, whoever watches gets everything again. */
  private async news(): Promise<FeedNews> {
    const [points, insight] = [await this.points.read(), await this.insight.read()];
    if (!points.isAnew && !insight.isAnew) return { points: points.found, insight: insight.found };
    this.feed.detach(this.options.port);
    this.feed = this.newFeed();
    return { points: this.points.all, insight: this.insight.all };
  }

  private newFeed(): PointFeed {
    const run = this.options.run();
    const feed = new PointFeed(run === undefined ? UNKNOWN : stateOf(run));
    feed.attach(this.options.port);
    return feed;
  }
}

/** What the lines of a growing file tell. */
class Followed<T> {
  all: T[] = [];
  private readonly tail: LineTail;
  private readonly decode: (line: string) => T | null;

  constructor(path: string, decode: (line: string) => T | null) {
    this.tail = new LineTail(path);
    this.decode = decode;
  }

  /** What is new; `isAnew`: all before counts for nothing. */
  async read(): Promise<{ found: T[]; isAnew: boolean }> {
    let found: T[] = [];
    let isAnew = false;
    const reader = {
      restart: () => {
        found = [];
        isAnew = this.all.length > 0;
        this.all = [];
      },
      line: (line: string) => {
        const value = this.decode(line);
        if (value !== null) found.push(value);
      },
    };
    // A file that cannot be read just now may be read the next time.
    await this.tail.read(reader).catch(() => undefined);
    this.all.push(...found);
    return { found, isAnew };
  }
}

const UNKNOWN: FeedState = { status: 'interrupted', epochsDone: 0, seconds: 0, secondsLeft: null };

function stateOf({ status, epochsDone, seconds, experiment }: RunEntry): FeedState {
  const epochsLeft = Math.max(0, experiment.training.epochs - epochsDone);
  const secondsLeft = epochsDone === 0 ? null : (seconds / epochsDone) * epochsLeft;
  return { status, epochsDone, seconds, secondsLeft };
}
