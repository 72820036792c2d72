import { AppError } from '@shared/core/errors.ts';
import { setTimeout } from 'node:timers/promises';
import { groupOf, type GroupRun, runsOfGroup } from '../../groups/group-runs.ts';
import { type GroupStep, GroupWork } from '../../groups/group-work.ts';
import { isRunLocked } from '../../storage/run-lock.ts';
import { createRun } from '../../storage/run-store.ts';
import type { SlotTask, SlotTrainer } from './slot-trainer.ts';
import type { SweepPlace } from './sweep-place.ts';

/** What is told while a sweep is trained. */
export interface SweepWatch {
  /** A run was left where it stands now: at its end, at a rung, or on its way. */
  onRun: (run: GroupRun, work: GroupWork) => void;
  onEpoch: (index: number, epochsDone: number) => void;
}

/** What trains each run, the same for all. */
type SlotResources = Pick<SlotTask, 'backend' | 'threads'>;

type TrainStep = Extract<GroupStep, { do: 'train' }>;

/** Processes of a command that was killed end by themselves, once they have saved what they trained. */
const LOCK_WAIT_MS = 20_000;
const LOCK_LOOK_MS = 50;

/** A sweep that is trained by one or several trainers, each a run at a time. */
export class SweepTraining {
  readonly work: GroupWork;
  private readonly place: SweepPlace;
  private readonly watch: SweepWatch;
  private readonly trainers: readonly SlotTrainer[];
  private isStopped = false;
  /** Trainers for whom there is nothing to do until another has reported. */
  private waiting: (() => void)[] = [];

  private constructor(
    place: SweepPlace,
    work: GroupWork,
    trainers: readonly SlotTrainer[],
    watch: SweepWatch,
  ) {
    this.place = place;
    this.work = work;
    this.trainers = trainers;
    this.watch = watch;
  }

  /** As far as the folders of its runs tell. */
  static async open(
    place: SweepPlace,
    trainers: readonly SlotTrainer[],
    watch: SweepWatch,
  ): Promise<SweepTraining> {
    const work = await GroupWork.open(place.spec, await runsOfGroup(place.workspace, place.groupId));
    return new SweepTraining(place, work, trainers, watch);
  }

  /** Trains what is missing. Where one run cannot be made or trained at all, the others are stopped and it is thrown. */
  async train(resources: SlotResources): Promise<void> {
    const results = await Promise.allSettled(
      this.trainers.map((trainer) =>
        this.trainWith(trainer, resources).finally(() => {
          trainer.close();
        }),
      ),
    );
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  get hasBeenStopped(): boolean {
    return this.isStopped;
  }

  /** Ends all runs between two steps; they are kept. */
  stop(): void {
    this.isStopped = true;
    for (const trainer of this.trainers) trainer.stop();
    this.wake();
  }

  private async trainWith(trainer: SlotTrainer, resources: SlotResources): Promise<void> {
    try {
      while (!this.isStopped) {
        const step = this.work.next();
        if (step.do === 'done') return;
        if (step.do === 'wait') await new Promise<void>((resolve) => this.waiting.push(resolve));
        else await this.trainRun(trainer, step, resources);
      }
    } catch (error) {
      this.stop();
      throw error;
    } finally {
      this.wake();
    }
  }

  private async trainRun(
    trainer: SlotTrainer,
    { planned, untilEpoch }: TrainStep,
    resources: SlotResources,
  ): Promise<void> {
    const { work, place, watch } = this;
    const { index } = planned;
    const { directory } = work.runs.get(index) ?? (await this.makeRun(planned));
    await whenFree(directory);
    const record = await trainer.train({ directory, untilEpoch, ...resources }, (epochsDone) => {
      watch.onEpoch(index, epochsDone);
    });
    await work.report(index, { directory, record }, untilEpoch);
    watch.onRun({ directory, record }, work);
    if (record.failure?.code === 'DISK_FULL')
      throw new AppError('DISK_FULL', record.failure.message, { at: place.directory });
    this.wake();
  }

  private async makeRun(planned: TrainStep['planned']): Promise<GroupRun> {
    const { workspace, groupId, spec } = this.place;
    const group = groupOf(groupId, spec, planned);
    const run = await createRun(null, workspace, planned.experiment, 'command-line', { group });
    this.work.note(planned.index, run);
    return run;
  }

  private wake(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const go of waiting) go();
  }
}

async function whenFree(directory: string): Promise<void> {
  for (let waited = 0; waited < LOCK_WAIT_MS && (await isRunLocked(directory)); waited += LOCK_LOOK_MS) {
    await setTimeout(LOCK_LOOK_MS);
  }
}
