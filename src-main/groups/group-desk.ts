import { AppError } from '@shared/core/errors.ts';
import { makeId } from '@shared/core/ids.ts';
import type { RunRecord } from '@shared/model/run.ts';
import type { SweepSpec } from '@shared/model/sweep.ts';
import type { PlannedRun } from '@shared/sweep/expand-sweep.ts';
import { randomBytes } from 'node:crypto';
import type { Log } from '../log.ts';
import type { RunQueue } from '../queue/run-queue.ts';
import { groupDirectory, readGroup, saveGroup } from '../storage/group-store.ts';
import type { Workspace } from '../storage/paths.ts';
import { isRunLocked } from '../storage/run-lock.ts';
import { createRun, runDirectory } from '../storage/run-store.ts';
import { byPlace, groupOf, type GroupRun } from './group-runs.ts';
import { GroupWork } from './group-work.ts';

interface GroupDeskOptions {
  workspace: Workspace;
  queue: Pick<RunQueue, 'enqueue' | 'enqueueUntil' | 'isWaitingOrTrained' | 'untilEpochOf' | 'onEnded'>;
  /** All runs of the history, as they stand, and those of them that have not ended. */
  records: () => readonly RunRecord[];
  unfinished: () => readonly RunRecord[];
  /** Told of every run that is made. */
  noteRecord: (record: RunRecord) => void;
  warn: (message: string) => void;
  log: Log;
}

/** A thousand runs take seconds to make: the first ones are trained meanwhile. */
const ENQUEUED_AT_ONCE = 16;

/** A group whose runs are promoted by what others came to. */
interface Halved {
  readonly spec: SweepSpec;
  readonly work: GroupWork;
  /** Where the runs that were given out end for now, by their ids; null: at their end. */
  readonly untilEpochs: Map<string, number | null>;
}

/**
 * Launches the groups of the window, and drives successive halving through its queue. Nothing of it is kept but the spec of
 * each group: how far it is stands in the folders of its runs.
 */
export class GroupDesk {
  private readonly options: GroupDeskOptions;
  private readonly halved = new Map<string, Halved>();
  private lastWork: Promise<unknown> = Promise.resolve();

  constructor(options: GroupDeskOptions) {
    this.options = options;
    options.queue.onEnded((record) => {
      this.inTurn(() => this.noteEnded(record)).catch((error: unknown) => {
        this.tellStuck(`The group of run ${record.id} does not go on`, error);
      });
    });
  }

  /** Takes up halving where the last start of Ninestep left it: in groups of which runs wait in the queue, opened before. */
  open(): Promise<void> {
    return this.inTurn(async () => {
      const waiting = this.options.unfinished().filter((record) => this.isQueued(record));
      const groupIds = waiting.map(({ group }) => group?.id).filter((id) => id !== undefined);
      for (const id of new Set(groupIds)) {
        // One that cannot go on, as on a full disk, keeps no other from it.
        await this.takeUp(id).catch((error: unknown) => {
          this.tellStuck(`The group ${id} does not go on`, error);
        });
      }
    });
  }

  private async takeUp(groupId: string): Promise<void> {
    const spec = await readGroup(this.options.workspace, groupId);
    if (spec.halving === null) return;
    await this.giveOut(groupId, await this.follow(groupId, spec, this.runsOf(groupId), true));
  }

  private tellStuck(what: string, error: unknown): void {
    this.options.log.error(what, error);
    this.options.warn(`A sweep does not go on. ${error instanceof Error ? error.message : ''}`);
  }

  /** Launches a group that `checkSweep` finds good: its spec is kept first. Answers how many runs wait now. */
  start(spec: SweepSpec): Promise<{ groupId: string; runs: number }> {
    return this.inTurn(async () => {
      const groupId = makeId('group', randomBytes);
      await saveGroup(this.options.workspace, groupId, spec);
      return { groupId, runs: await this.goOn(groupId, spec, new Map()) };
    });
  }

  /** Makes the runs of a group that are missing, and goes on with those that were stopped or interrupted. */
  continue(groupId: string): Promise<number> {
    return this.inTurn(async () => {
      const { workspace } = this.options;
      const spec = await readGroup(workspace, groupId);
      if (await isRunLocked(groupDirectory(workspace, groupId))) {
        throw new AppError('RUN_BUSY', `The sweep "${spec.name}" is being trained in a terminal.`, {
          at: groupId,
        });
      }
      return this.goOn(groupId, spec, this.runsOf(groupId));
    });
  }

  /** Every run that has not ended comes into the queue, unless it is there or trained elsewhere. */
  private async goOn(
    groupId: string,
    spec: SweepSpec,
    found: ReadonlyMap<number, GroupRun>,
  ): Promise<number> {
    if (spec.halving !== null) return this.giveOut(groupId, await this.follow(groupId, spec, found));
    const work = await GroupWork.open(spec, found);
    const made: string[] = [];
    let count = 0;
    const letWait = async () => {
      count += made.length;
      await this.options.queue.enqueue(made.splice(0));
    };
    try {
      for (let step = work.next(); step.do === 'train'; step = work.next()) {
        const { record, directory } = await this.runFor(groupId, spec, work, step.planned);
        if (!this.isQueued(record) && !(await isRunLocked(directory))) made.push(record.id);
        if (made.length >= ENQUEUED_AT_ONCE) await letWait();
      }
    } finally {
      // Also where the disk is full now: what says that it waits does.
      await letWait();
    }
    return count;
  }

  private async follow(
    groupId: string,
    spec: SweepSpec,
    found: ReadonlyMap<number, GroupRun>,
    leavesOthers = false,
  ): Promise<Halved> {
    const work = await GroupWork.open(spec, found, {
      untilEpochOf: (record) =>
        this.isQueued(record) ? this.options.queue.untilEpochOf(record.id) : undefined,
      leavesOthers,
    });
    const halved: Halved = { spec, work, untilEpochs: new Map() };
    this.halved.set(groupId, halved);
    return halved;
  }

  /** Lets wait whatever can be trained now: what is promoted before what is only begun. */
  private async giveOut(groupId: string, { spec, work, untilEpochs }: Halved): Promise<number> {
    const { queue } = this.options;
    let count = 0;
    let step = work.next();
    for (; step.do === 'train'; step = work.next()) {
      const { planned, untilEpoch } = step;
      const where = work.runs.has(planned.index) ? 'front' : 'back';
      const { record, directory } = await this.runFor(groupId, spec, work, planned);
      untilEpochs.set(record.id, untilEpoch);
      if (this.isQueued(record) || (await isRunLocked(directory))) continue;
      count += 1;
      if (untilEpoch === null) await queue.enqueue([record.id], where);
      else await queue.enqueueUntil(record.id, untilEpoch, where);
    }
    if (step.do === 'done') this.halved.delete(groupId);
    return count;
  }

  private async noteEnded(record: RunRecord): Promise<void> {
    const { group } = record;
    const halved = group === undefined ? undefined : this.halved.get(group.id);
    const untilEpoch = halved?.untilEpochs.get(record.id);
    if (group === undefined || halved === undefined || untilEpoch === undefined) return;
    // It waits again: what it ended before is known from its folder already.
    if (this.isQueued(record)) return;
    halved.untilEpochs.delete(record.id);
    await halved.work.report(group.index, { record, directory: this.directoryOf(record) }, untilEpoch);
    await this.giveOut(group.id, halved);
  }

  private async runFor(
    groupId: string,
    spec: SweepSpec,
    work: GroupWork,
    planned: PlannedRun,
  ): Promise<GroupRun> {
    const before = work.runs.get(planned.index);
    if (before !== undefined) return before;
    const group = groupOf(groupId, spec, planned);
    const run = await createRun(null, this.options.workspace, planned.experiment, 'window', {
      status: 'queued',
      group,
    });
    work.note(planned.index, run);
    this.options.noteRecord(run.record);
    return run;
  }

  private runsOf(groupId: string): Map<number, GroupRun> {
    return byPlace(this.options.records(), groupId, (record) => this.directoryOf(record));
  }

  private isQueued({ id }: RunRecord): boolean {
    return this.options.queue.isWaitingOrTrained(id);
  }

  private directoryOf({ id }: RunRecord): string {
    return runDirectory(this.options.workspace, id);
  }

  /** One change after the other: each looks at what the one before has made. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.lastWork.then(work);
    this.lastWork = result.catch(() => undefined);
    return result;
  }
}
