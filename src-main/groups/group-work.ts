import { hasItsEnd, type RunRecord } from '@shared/model/run.ts';
import type { SweepSpec } from '@shared/model/sweep.ts';
import { expandSweep, type PlannedRun } from '@shared/sweep/expand-sweep.ts';
import { Halving, type KnownRun, rungsOf } from '@shared/sweep/halving.ts';
import { type GroupRun, knownRun, lossOf } from './group-runs.ts';

/** The next thing to do for a group: train a run (null: to its end), wait until one is reported, or nothing more. */
export type GroupStep =
  { do: 'train'; planned: PlannedRun; untilEpoch: number | null } | { do: 'wait' } | { do: 'done' };

interface OpenOptions {
  /** Where a run ends for now that waits or is trained (null: at its end); undefined for all others. */
  untilEpochOf?: (record: RunRecord) => number | null | undefined;
  /** Runs that were left on their way stay so. */
  leavesOthers?: boolean;
}

/**
 * What is still to be trained of a group, and in which order. Groups without halving have a single rung, the end. Nothing
 * of it is kept: after a restart the folders of the runs tell where it stands.
 */
export class GroupWork {
  readonly plan: readonly PlannedRun[];
  /** Runs that are there, by their place. */
  readonly runs = new Map<number, GroupRun>();
  private readonly halving: Halving;
  private readonly rungs: readonly number[];

  private constructor(spec: SweepSpec) {
    this.plan = expandSweep(spec);
    this.rungs = spec.halving === null ? [Infinity] : rungsOf(spec);
    const configurations: number[][] = [];
    for (const { configuration, index } of this.plan) (configurations[configuration] ??= []).push(index);
    this.halving = new Halving(configurations, { rungs: this.rungs, factor: spec.halving?.factor ?? 1 });
  }

  /** Where a group stands whose runs were found in its workspace. */
  static async open(
    spec: SweepSpec,
    found: ReadonlyMap<number, GroupRun>,
    { untilEpochOf = () => undefined, leavesOthers = false }: OpenOptions = {},
  ): Promise<GroupWork> {
    const work = new GroupWork(spec);
    for (const [index, run] of found) if (index < work.plan.length) work.runs.set(index, run);
    // Asked before anything is read: all of it as it stands at one time.
    const known = [...work.runs].map(([index, run]) => ({
      index,
      run,
      untilEpoch: untilEpochOf(run.record),
    }));
    const runs: { isQueued: boolean; run: KnownRun }[] = [];
    for (const { index, run, untilEpoch } of known) {
      const isQueued = untilEpoch !== undefined;
      runs.push({ isQueued, run: await knownRun(index, run, work.rungs, untilEpoch) });
    }
    work.halving.recall(runs.map(({ run }) => run));
    for (const { isQueued, run } of runs) {
      if (run.isUnderWay && leavesOthers && !isQueued) work.halving.abandon(run.index);
    }
    return work;
  }

  /** A run that is given out counts as being trained until it is reported. */
  next(): GroupStep {
    const step = this.halving.next();
    if (step.do !== 'train') return step;
    const planned = this.plan[step.index]!;
    const isToItsEnd = step.untilEpoch >= planned.experiment.training.epochs;
    return { do: 'train', planned, untilEpoch: isToItsEnd ? null : step.untilEpoch };
  }

  /** A run is there, or has changed. */
  note(index: number, run: GroupRun): void {
    this.runs.set(index, run);
  }

  /** A run that was given out is no longer trained: it came to its rung or its end, or it was left on its way. */
  async report(index: number, run: GroupRun, untilEpoch: number | null): Promise<void> {
    this.note(index, run);
    const { status, epochsDone } = run.record;
    const hasEnded = hasItsEnd(status);
    const isAtRung = status === 'stopped' && untilEpoch !== null && epochsDone >= untilEpoch;
    if (hasEnded || isAtRung || status === 'failed') {
      this.halving.report(index, await lossOf(run, untilEpoch ?? Infinity), !isAtRung);
    } else this.halving.abandon(index);
  }
}
