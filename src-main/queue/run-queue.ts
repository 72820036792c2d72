import { AppError } from '@shared/core/errors.ts';
import type { EngineWish } from '@shared/model/backends.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { hasEnded, type RunRecord } from '@shared/model/run.ts';
import type { QueueState } from '@shared/model/queue.ts';
import { createRun, type NewRun, readRun } from '../storage/run-store.ts';
import type { Work } from './batch.ts';
import { Departures } from './departures.ts';
import { KeptOrder } from './kept-order.ts';
import { OneByOne } from './one-by-one.ts';
import { Processes } from './processes.ts';
import type { QueueOptions } from './queue-options.ts';
import { isWorthSharing } from './queued-records.ts';
import { RunBook } from './run-book.ts';
import { Schedule, type Step } from './schedule.ts';

/** All runs that wait or are trained by this Ninestep: begins, steers and ends their processes as the schedule says. */
export class RunQueue {
  private readonly options: QueueOptions;
  private readonly schedule: Schedule;
  private readonly order: KeptOrder;
  private readonly book: RunBook;
  private readonly processes: Processes;
  private reason: string | null = null;
  /** What trains runs that begin. */
  engine: EngineWish;
  private isClosing = false;
  private isOpen = false;
  private readonly changes = new OneByOne(() => this.settle());
  private readonly departures: Departures;

  constructor(options: QueueOptions) {
    this.options = options;
    this.schedule = new Schedule(options.budget);
    this.engine = options.engine;
    this.order = new KeptOrder(options.workspace, options.log);
    this.book = new RunBook(options.workspace, options.noteRecord);
    this.processes = new Processes(this.book, options.train);
    const { schedule, book } = this;
    const hold = (reason: string) => {
      schedule.isHeld = true;
      this.reason = reason;
    };
    this.departures = new Departures({ ...options, schedule, book, hold });
  }

  state(): QueueState {
    const { waiting, budget, inUse, isHeld } = this.schedule;
    const { engine, reason } = this;
    return { waiting: [...waiting], engine, budget, inUse, cores: this.options.cores, isHeld, reason };
  }

  /** What has not ended: runs with a process, and those that wait. */
  get work(): Work {
    const { activeRuns, waiting } = this.schedule;
    const running = activeRuns.map((id) => this.book.record(id)).filter((record) => record !== undefined);
    return { running, waiting: waiting.filter((id) => !this.schedule.isActive(id)).length };
  }

  /** Takes up what the last start of Ninestep left. `runs`: all of the history, after its recovery. Nothing happens before. */
  async open(runs: readonly RunRecord[]): Promise<void> {
    const left = await this.order.open(runs);
    if (left.problem !== null) this.options.warn(left.problem);
    this.schedule.isHeld = left.isHeld;
    this.reason = left.reason;
    for (const [runId, epoch] of Object.entries(left.untilEpochs)) this.book.untilEpochs.set(runId, epoch);
    for (const record of left.waiting) {
      this.book.remember(record);
      if (record.status !== 'queued') this.book.found.add(record.id);
    }
    const ids = left.waiting.map(({ id }) => id);
    this.schedule.enqueue(ids, 'back');
    if (!left.isHeld) await this.takeUpFound();
    this.isOpen = true;
    this.changes.begin();
    await this.changes.change(() => undefined);
  }

  /** A new run, at the end of the queue; it begins at once where there is a core for it. */
  async launch(experiment: Experiment, others: Pick<NewRun, 'branch'> = {}): Promise<RunRecord> {
    const options = { status: 'queued', ...others } as const;
    const { record } = await createRun(null, this.options.workspace, experiment, 'window', options);
    await this.whileOpen(() => {
      this.book.note(record);
      this.schedule.enqueue([record.id], 'back');
      this.urgeAfterCrash(record.id);
    });
    return record;
  }

  /**
   * Lets runs wait for their turn, new ones as well as stopped ones; those that wait or are trained already, and those that
   * have come to their end, are passed over.
   * Throws RUN_BUSY where another process trains one of them; those before it then wait.
   */
  enqueue(runIds: readonly string[], where: 'front' | 'back' = 'back'): Promise<void> {
    return this.letWait(runIds, where, null);
  }

  /** As `enqueue`, but the run ends for now after an epoch: as `stopped`, its checkpoint that of a run that goes on. */
  enqueueUntil(runId: string, untilEpoch: number, where: 'front' | 'back' = 'back'): Promise<void> {
    return this.letWait([runId], where, untilEpoch);
  }

  /** At the front, with so many epochs planned in all. */
  continueRun(runId: string, epochs: number): Promise<void> {
    return this.whileOpen(async () => {
      const { experiment } = await readRun(this.book.directoryOf(runId));
      const training = { ...experiment.training, epochs };
      await this.book.letWait(runId, { experiment: { ...experiment, training } });
      this.book.untilEpochs.delete(runId);
      this.schedule.enqueue([runId], 'front');
      this.urgeAfterCrash(runId);
    });
  }

  /** Resolves when a run that has ended has no process any more; at once for all others. */
  async whenLeft(runId: string): Promise<void> {
    const record = this.book.record(runId);
    if (record === undefined || !hasEnded(record.status)) return;
    await this.processes.gone(runId);
    await this.changes.done();
  }

  /** Whether a run cannot be continued because it will be anyway. One that was found after a crash may be, at once. */
  isBusy(runId: string): boolean {
    return this.isWaitingOrTrained(runId) && !this.book.found.has(runId);
  }

  /** Where a run ends for now that waits or is trained; null: at its end. */
  untilEpochOf(runId: string): number | null {
    return this.book.untilEpochs.get(runId) ?? null;
  }

  /** Whether a run waits here, or is trained from here. */
  isWaitingOrTrained(runId: string): boolean {
    return this.schedule.isActive(runId) || this.schedule.isWaiting(runId);
  }

  /** Cores that a run of an experiment would get with nothing else to do. */
  coresFor(experiment: Experiment): number {
    return isWorthSharing(experiment) ? this.schedule.budget : 1;
  }

  move(runIds: readonly string[], before: string | null): Promise<void> {
    return this.whileOpen(() => {
      this.schedule.move(runIds, before);
    });
  }

  configure({
    budget,
    isHeld,
    engine,
  }: {
    budget?: number | undefined;
    isHeld?: boolean | undefined;
    engine?: EngineWish | undefined;
  }): Promise<void> {
    return this.whileOpen(async () => {
      if (engine !== undefined) {
        this.options.keepEngine(engine);
        this.engine = engine;
      }
      if (budget !== undefined) {
        this.options.keepBudget(budget);
        this.schedule.budget = budget;
      }
      if (isHeld === undefined) return;
      this.schedule.isHeld = isHeld;
      this.reason = null;
      if (!isHeld) await this.takeUpFound();
    });
  }

  /** How many runs the command was for; others are passed over. */
  command(runIds: readonly string[], command: 'pause' | 'resume' | 'stop'): Promise<number> {
    return this.whileOpen(async () => {
      // What is being trained hears of it before files are written for all that waits.
      const ids = [...new Set(runIds)].sort((a, b) => this.lateness(a) - this.lateness(b));
      let done = 0;
      for (const id of ids) if (await this.obey(id, command)) done += 1;
      return done;
    });
  }

  /** Tells of every run that has ended, or was taken out. Gives the way to tell no more. */
  onEnded(listener: (record: RunRecord) => void): () => void {
    return this.departures.onEnded(listener);
  }

  /** Before Ninestep quits: what runs is checkpointed and waits for the next start, as far as it can within the time. */
  async close(deadline: Promise<unknown>): Promise<void> {
    // Whatever is on the disk stays as it is.
    if (!this.isOpen) return;
    await this.changes.change(async () => {
      this.isClosing = true;
      this.departures.isClosing = true;
      // A person let it pause, so it is not to go on by itself.
      for (const id of this.schedule.activeRuns)
        if (this.schedule.isPaused(id)) this.processes.tell(id, 'stop');
      await this.perform(this.schedule.leaveAll());
    });
    await Promise.race([this.processes.allGone(), deadline]);
    await this.changes.done();
    await this.order.close(this.kept());
  }

  private lateness(runId: string): number {
    return this.schedule.isActive(runId) ? 0 : 1;
  }

  private async obey(runId: string, command: 'pause' | 'resume' | 'stop'): Promise<boolean> {
    if (command === 'resume') return this.schedule.resume(runId);
    if (command === 'pause') {
      if (!this.schedule.pause(runId)) return false;
      this.processes.tell(runId, 'pause');
      return true;
    }
    const wasWaiting = this.schedule.takeOut(runId);
    if (this.schedule.isActive(runId)) this.processes.tell(runId, 'stop');
    else if (wasWaiting) await this.departures.putDown(runId);
    else return false;
    return true;
  }

  /** What a person asks for now is begun, unless it was a person who held the queue. */
  private urgeAfterCrash(runId: string): void {
    if (this.reason !== null) this.schedule.urge(runId);
  }

  private letWait(
    runIds: readonly string[],
    where: 'front' | 'back',
    untilEpoch: number | null,
  ): Promise<void> {
    return this.whileOpen(async () => {
      const added: string[] = [];
      try {
        for (const id of runIds) {
          if (this.isWaitingOrTrained(id) || (await this.book.hasItsEnd(id))) continue;
          await this.book.letWait(id);
          if (untilEpoch !== null) this.book.untilEpochs.set(id, untilEpoch);
          added.push(id);
        }
      } finally {
        this.schedule.enqueue(added, where);
      }
    });
  }

  /** One change after the other. */
  private whileOpen<T>(work: () => T | Promise<T>): Promise<T> {
    return this.changes.change(() => {
      if (this.isClosing) throw new AppError('CANCELLED', 'Ninestep is closing.');
      return work();
    });
  }

  /** What the schedule wants after a change. */
  private async settle(): Promise<void> {
    if (!this.isClosing) {
      // A run that cannot be begun leaves its cores to the next one.
      let steps: Step[];
      do {
        steps = this.schedule.steps((id) => this.book.canShare(id));
        await this.perform(steps);
      } while (steps.length > 0);
      await this.order.keep(this.kept());
    }
    this.options.onChange(this.state());
  }

  private async perform(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      if (step.do === 'start') await this.begin(step.runId, step.cores);
      else this.processes.tell(step.runId, step.do);
    }
  }

  private async begin(runId: string, threads: number): Promise<void> {
    try {
      const { gone } = await this.processes.begin(runId, { backend: this.engine, threads });
      void gone.then((end) =>
        this.changes.change(() => {
          this.processes.delete(runId);
          return this.departures.left(runId, end);
        }),
      );
    } catch (error) {
      await this.departures.drop(runId, 'A run could not be begun and left the queue.', error);
    }
  }

  /** Runs that were found after a crash wait like all others from now on. */
  private async takeUpFound(): Promise<void> {
    for (const id of this.book.found) {
      try {
        await this.book.letWait(id);
      } catch (error) {
        await this.departures.drop(id, 'A run cannot go on and left the queue.', error);
      }
    }
  }

  private kept(): { waiting: string[]; isHeld: boolean; untilEpochs: Record<string, number> } {
    const { all, isHeld } = this.schedule;
    return { waiting: [...all], isHeld, untilEpochs: Object.fromEntries(this.book.untilEpochs) };
  }
}
