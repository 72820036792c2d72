import type { RunEntry } from '@shared/model/run.ts';
import { secondsUntilDone } from '../edits/queue-time.ts';
import type { Forecasts } from './forecasts.svelte.ts';
import type { QueueState } from './queue.svelte.ts';
import { progressOf } from './run-progress.ts';
import type { RunsState } from './runs.svelte.ts';

/** Different amounts of work that are measured for what waits. */
const MOST_MEASURED = 24;

/** What is to come: what waits, and when all of it will have been trained. */
export class QueueOutlook {
  private readonly queue: QueueState;
  private readonly runs: RunsState;
  private readonly forecasts: Forecasts;

  /** The runs that wait, the next one first. */
  readonly waiting: readonly RunEntry[] = $derived.by(() =>
    this.queue.waiting.flatMap((id) => this.runs.get(id) ?? []),
  );
  /** Runs that this window's processes train now. */
  readonly running: readonly RunEntry[] = $derived.by(() =>
    this.runs.active.filter(({ isElsewhere }) => !isElsewhere),
  );
  /** Until all has ended; null while that cannot be told, and while something keeps it from ending. */
  readonly secondsLeft: number | null = $derived.by(() => {
    if (this.queue.isHeld && this.waiting.length > 0) return null;
    if (this.running.some(({ status }) => status === 'paused')) return null;
    return secondsUntilDone(
      this.running.map((run) => this.secondsLeftOf(run)),
      this.waiting.map((run) => this.secondsLeftOf(run)),
      this.queue.budget,
    );
  });

  constructor(queue: QueueState, runs: RunsState, forecasts: Forecasts) {
    this.queue = queue;
    this.runs = runs;
    this.forecasts = forecasts;
  }

  /** Told by the run's own process, else by a forecast. */
  secondsLeftOf(run: RunEntry): number | null {
    const { epochsDone, secondsLeft } = progressOf(run, this.runs.liveDetail(run.id));
    if (secondsLeft !== null) return secondsLeft;
    return this.forecasts.secondsOf(run.experiment, run.experiment.training.epochs - epochsDone);
  }

  /** Has measured what is not known of the runs that wait. */
  followQueue(waiting: readonly RunEntry[]): void {
    this.forecasts.want(
      'queue',
      waiting.slice(0, MOST_MEASURED).map(({ experiment }) => experiment),
    );
  }
}
