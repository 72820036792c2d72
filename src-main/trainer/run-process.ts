import { AppError, fromWireError } from '@shared/core/errors.ts';
import { isActive, type RunRecord } from '@shared/model/run.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { tableColumns } from '@shared/model/features.ts';
import { longestStretch } from '@shared/model/work.ts';
import type { Log } from '../log.ts';
import { markInterrupted, readRun } from '../storage/run-store.ts';
import { describeDeath, NOT_RESPONDING } from './death.ts';
import { Heartbeat } from './heartbeat.ts';
import {
  fromTrainerSchema,
  type FromTrainer,
  type ProgressReport,
  type RunCommand,
  type ToTrainer,
  type TrainerTask,
} from './messages.ts';

/** What is needed of Electron's UtilityProcess. */
export interface TrainerChild {
  readonly pid: number | undefined;
  postMessage(message: ToTrainer, transfer?: Electron.MessagePortMain[]): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  once(event: 'exit', listener: (code: number) => void): unknown;
}

interface RunProcessOptions {
  child: TrainerChild;
  task: TrainerTask;
  log: Log;
  onChange: (record: RunRecord) => void;
  /** Ends a process that no longer listens. */
  kill: (pid: number) => void;
}

const TICK_MS = 1_000;
const SILENT_AFTER_TICKS = 10;
const DEAD_AFTER_TICKS = 30;
/** Multiply-adds a second of a slow machine that is busy with other things. */
const SLOWEST_SPEED = 50e6;
/** Parameters a second that such a machine writes into a model file. */
const SLOWEST_SAVING = 200_000;
/** Cells of a table a second. */
const SLOWEST_PREPARING = 1e6;

function cellsOf({ data }: Experiment): number {
  return data.source.rows * tableColumns(data).length;
}
const CHANGES_EVERY_MS = 1_000;
/** The reason of a death is told by another event, which may come just after the exit. */
const REASON_WAIT_MS = 100;

/** One run and the process that trains it, from fork to death. The truth about the run is in its folder. */
export class RunProcess {
  /** Resolves when the run is being trained. Rejects where it cannot go on, or its process dies before. */
  readonly begun: Promise<void>;
  /** Resolves when the process is gone and its record is settled on disk. */
  readonly gone: Promise<void>;
  private readonly options: RunProcessOptions;
  private readonly heartbeat: Heartbeat;
  private current: RunRecord;
  private toldAt = -Infinity;
  private deathReason: string | undefined;
  private isSettled = false;
  private begin: () => void = () => undefined;
  private refuse: (why: AppError) => void = () => undefined;

  constructor(options: RunProcessOptions) {
    this.options = options;
    this.current = options.task.record;
    this.begun = new Promise((resolve, reject) => {
      this.begin = resolve;
      this.refuse = reject;
    });
    // For a new run nobody waits: how it fails stands in its record.
    this.begun.catch(() => undefined);
    this.heartbeat = this.createHeartbeat();
    const timer = setInterval(() => {
      this.heartbeat.tick();
    }, TICK_MS);
    options.child.on('message', (message) => {
      this.receive(message);
    });
    this.gone = new Promise((resolve) => {
      options.child.once('exit', (code) => {
        clearInterval(timer);
        resolve(this.judgeDeath(code));
      });
    });
    options.child.postMessage(options.task);
  }

  get record(): RunRecord {
    return this.current;
  }

  command(command: RunCommand): void {
    this.requireActive();
    this.options.child.postMessage({ type: 'command', command });
  }

  /** Hands the process a port to send its points to. */
  watch(port: Electron.MessagePortMain): void {
    this.requireActive();
    this.options.child.postMessage({ type: 'watch' }, [port]);
  }

  /** Why the process died, as the system saw it; the exit code alone is not to be relied on. */
  noteDeath(reason: string): void {
    this.deathReason ??= describeDeath(reason);
  }

  /** For quitting: a run that is only about to go on is stopped as well; one that has just ended is as good as stopped. */
  stopIfPossible(): void {
    if (!this.isSettled) this.options.child.postMessage({ type: 'command', command: 'stop' });
  }

  /** Whether all is said about the run, so that its process may go. */
  get hasEnded(): boolean {
    return this.isSettled;
  }

  private isActive(): boolean {
    return !this.isSettled && isActive(this.current.status);
  }

  private requireActive(): void {
    if (this.isActive()) return;
    throw new AppError('RUN_NOT_ACTIVE', `The run "${this.current.name}" is not being trained any more.`);
  }

  private receive(message: unknown): void {
    const parsed = fromTrainerSchema.safeParse(message);
    if (!parsed.success) {
      this.options.log.warn(
        `Dropped a message of run ${this.current.id} that breaks the protocol`,
        parsed.error,
      );
      return;
    }
    this.heartbeat.beat();
    this.apply(parsed.data);
  }

  private apply(message: FromTrainer): void {
    if (this.isSettled) return;
    switch (message.type) {
      case 'beat':
        return;
      case 'begun':
        this.tell(message.record);
        this.begin();
        return;
      case 'progress':
        this.applyProgress(message);
        return;
      case 'refused':
        this.refuse(fromWireError(message.error));
        this.letGo();
        return;
      case 'ended':
        this.tell(message.record);
        this.begin();
        this.letGo();
    }
  }

  private letGo(): void {
    this.isSettled = true;
    this.options.child.postMessage({ type: 'goodbye' });
  }

  /** An end is told by the final record alone, which says more than the last progress. */
  private applyProgress({ type: _, ...news }: ProgressReport): void {
    if (!isActive(news.status)) return;
    const isNewStatus = news.status !== this.current.status;
    const next = { ...this.current, ...news };
    if (isNewStatus || performance.now() - this.toldAt >= CHANGES_EVERY_MS) this.tell(next);
    else this.current = next;
  }

  private tell(record: RunRecord): void {
    this.current = record;
    this.toldAt = performance.now();
    this.options.onChange(record);
  }

  private createHeartbeat(): Heartbeat {
    const { log, child, kill, task } = this.options;
    const { record } = task;
    // A step of a large network may take minutes, and saving it too; a process at work must not be taken for one that hangs.
    const atWork = Math.round(
      longestStretch(record.experiment, record.parameters) / SLOWEST_SPEED +
        record.parameters / SLOWEST_SAVING +
        cellsOf(record.experiment) / SLOWEST_PREPARING,
    );
    return new Heartbeat({
      silentAfter: SILENT_AFTER_TICKS + atWork,
      deadAfter: DEAD_AFTER_TICKS + atWork,
      onSilent: () => {
        log.warn(`Run ${record.id} does not respond`);
      },
      onRecovered: () => {
        log.info(`Run ${record.id} responds again`);
      },
      onDead: () => {
        log.error(`Run ${record.id} is ended because it does not respond`);
        this.deathReason = NOT_RESPONDING;
        if (child.pid !== undefined) kill(child.pid);
      },
    });
  }

  /** Once per process (U2). Whoever has told its final record before may go in peace. */
  private async judgeDeath(code: number): Promise<void> {
    if (this.isSettled) return;
    await new Promise((resolve) => setTimeout(resolve, REASON_WAIT_MS));
    this.isSettled = true;
    const { task, log } = this.options;
    const reason = this.deathReason ?? describeDeath(undefined);
    log.error(`The process of run ${this.current.id} died with code ${String(code)}: ${reason}`);
    try {
      this.tell(await settleRecord(task.directory, reason));
    } catch (error) {
      log.error(`The record of run ${this.current.id} could not be settled`, error);
      this.tell({ ...this.current, status: 'interrupted', reason });
    }
    this.refuse(new AppError('TRAINER_LOST', reason));
  }
}

/** The process may have written its end and died before it could tell: then its record stands. */
async function settleRecord(directory: string, reason: string): Promise<RunRecord> {
  const record = await readRun(directory);
  return isActive(record.status) ? await markInterrupted(directory, reason) : record;
}
