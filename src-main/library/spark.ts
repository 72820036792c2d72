import { LIMITS } from '@shared/core/limits.ts';
import { monitoredLoss } from '@shared/model/monitored-loss.ts';
import type { MetricsPoint } from '@shared/model/run.ts';
import { numbersIn } from './point-numbers.ts';

const LINE_FEED = 10;
/** As many digits as a line of a few pixels can show. */
const DIGITS = 4;
const LOSS = { metric: 'loss', target: 0 } as const;

export type Spark = (number | null)[];

/**
 * The monitored loss at up to `LIMITS.sparkPoints` evaluations, evenly spaced over the lines of a `metrics.jsonl`, the first
 * and the last among them. A line that is damaged counts as no number.
 */
export function sparkOf(metrics: Buffer): Spark {
  const starts = lineStarts(metrics);
  const count = Math.min(starts.length, LIMITS.sparkPoints);
  return Array.from({ length: count }, (_, k) => {
    const place = count === 1 ? 0 : Math.round((k * (starts.length - 1)) / (count - 1));
    const start = starts[place]!;
    const end = metrics.indexOf(LINE_FEED, start);
    return lossIn(metrics.toString('latin1', start, end === -1 ? metrics.length : end));
  });
}

/** As `monitoredLoss`, of a line that may be anything. */
function lossIn(line: string): number | null {
  const { train, validation } = numbersIn(line, LOSS) ?? {};
  const loss = validation ?? train;
  return typeof loss === 'number' ? shown(loss) : null;
}

function lineStarts(metrics: Buffer): number[] {
  const starts: number[] = [];
  for (let start = 0; start < metrics.length;) {
    const end = metrics.indexOf(LINE_FEED, start);
    const next = end === -1 ? metrics.length : end + 1;
    if (next - start > 1) starts.push(start);
    start = next;
  }
  return starts;
}

function shown(loss: number): number | null {
  return Number.isFinite(loss) ? Number(loss.toPrecision(DIGITS)) : null;
}

/**
 * The spark of a run that is being trained, without reading its points again: each new evaluation is added, and once there
 * are too many every second one is dropped.
 */
export class GrowingSpark {
  private values: Spark;
  /** Evaluations that one value stands for. */
  private stride = 1;
  private untilNext = 0;
  private lastStep: number | null;

  constructor(start: readonly (number | null)[], lastStep: number | null) {
    this.values = [...start];
    this.lastStep = lastStep;
  }

  add(point: MetricsPoint | null): void {
    if (point === null || point.step === this.lastStep) return;
    this.lastStep = point.step;
    if (this.untilNext > 0) this.untilNext -= 1;
    else {
      this.values.push(shown(monitoredLoss(point)));
      this.untilNext = this.stride - 1;
    }
    if (this.values.length <= LIMITS.sparkPoints) return;
    this.values = this.values.filter((_, k) => k % 2 === 0);
    this.stride *= 2;
    this.untilNext = this.stride - 1;
  }

  get spark(): Spark {
    return this.values;
  }
}
