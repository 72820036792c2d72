import type { RunEntry } from '@shared/model/run.ts';
import { formatCount } from '@shared/core/text.ts';
import type { BinState } from './bin.svelte.ts';
import { EndNotices } from './end-notices.ts';
import type { Errands } from './errands.ts';
import type { Forecasts } from './forecasts.svelte.ts';
import type { LaunchState } from './launch.svelte.ts';
import type { NoticesState } from './notices.svelte.ts';
import type { QueueOutlook } from './queue-outlook.svelte.ts';
import type { QueueState } from './queue.svelte.ts';
import type { RunCommand, RunsState } from './runs.svelte.ts';

/** From so many seconds of training on, a run tells how long its epochs take. */
const TELLING_SECONDS = 0.5;

interface Parts {
  readonly runs: RunsState;
  readonly queue: QueueState;
  readonly outlook: QueueOutlook;
  readonly launch: LaunchState;
  readonly forecasts: Forecasts;
  readonly notices: NoticesState;
  readonly bin: BinState;
  readonly errands: Errands;
}

/** What is done with several runs at once, and what is made of what they tell. */
export class RunControl {
  private readonly parts: Parts;
  private readonly ends: EndNotices;

  constructor(parts: Parts) {
    this.parts = parts;
    this.ends = new EndNotices(
      () => parts.runs.all,
      (notice, runId) => {
        parts.notices.add(notice, runId);
      },
    );
  }

  /** A run that main tells of. `isSeen`: the person looks at it, and need not be told that it has ended. */
  apply(run: RunEntry, isSeen: boolean): void {
    const { experiment, engine, seconds, epochsDone, group } = run;
    const { runs, forecasts } = this.parts;
    const hasJustEnded = runs.apply(run);
    if (seconds >= TELLING_SECONDS && epochsDone > 0)
      forecasts.learn(experiment, seconds / epochsDone, engine.asked ?? 'auto');
    if (hasJustEnded && (!isSeen || group !== undefined)) this.ends.runEnded(run);
  }

  /** Runs that the command does not fit are passed over. */
  command(runIds: readonly string[], command: RunCommand): void {
    const { runs, errands } = this.parts;
    if (runIds.length > 0) void errands.attempt(() => runs.commandAll(runIds, command));
  }

  /** Pauses what is trained and holds what waits, which would else begin in its place; or goes on with both. */
  pauseAll(isPaused: boolean): void {
    const { runs, queue, outlook, errands } = this.parts;
    const ids = outlook.running.map(({ id }) => id);
    void errands.attempt(async () => {
      if (queue.waiting.length > 0 && queue.isHeld !== isPaused) await queue.hold(isPaused);
      if (ids.length > 0) await runs.commandAll(ids, isPaused ? 'pause' : 'resume');
    });
  }

  /** Moves runs to the bin; the notice that says so takes it back. */
  delete(runIds: readonly string[]): Promise<void> {
    const { runs, bin, notices, errands } = this.parts;
    return errands.attempt(async () => {
      const name = runIds.length === 1 ? runs.get(runIds[0] ?? null)?.name : undefined;
      await bin.moveHere(runIds);
      const what = name === undefined ? `${formatCount(runIds.length)} runs` : `“${name}”`;
      const undo = (): void => void errands.attempt(() => bin.restore(runIds));
      notices.add({ level: 'info', message: `Moved ${what} to the bin.` }, null, {
        label: 'Undo',
        perform: undo,
      });
    });
  }

  /** Launches what the open dialog holds, and shows how it is coming on. */
  async launchMany(): Promise<void> {
    const runs = await this.parts.launch.launch();
    if (runs > 0) this.parts.queue.isOpen = true;
  }

  /** Goes on with runs that were launched together. */
  continueGroup(groupId: string): Promise<void> {
    const { launch, notices, errands } = this.parts;
    return errands.attempt(async () => {
      const runs = await launch.continueGroup(groupId);
      if (runs === 0) notices.add({ level: 'info', message: 'Nothing of it was left to do.' });
    });
  }
}
