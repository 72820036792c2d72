import { AppError, fromWireError } from '@shared/core/errors.ts';
import { hasEnded, isActive, type RunRecord } from '@shared/model/run.ts';
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

/** How the process of a run went, and how it left the run. */
export type RunEnd =
  | { readonly kind: 'told'; readonly record: RunRecord }
  /** It died, or did not answer and was ended. */
  | { readonly kind: 'died' | 'hung'; readonly record: RunRecord }
  /** It could not train the run, and left it as it was. */
  | { readonly kind: 'refused'; readonly record: RunRecord; readonly error: AppError };

/** How long a process may give no sign, in seconds, beside what its work may take. */
export interface Patience {
  silentAfter: number;
  deadAfter: number;
}

export const ORDINARY_PATIENCE: Patience = { silentAfter: 10, deadAfter: 30 };

interface RunProcessOptions {
  child: TrainerChild;
  task: TrainerTask;
  log: Log;
  patience: Patience;
  onChange: (record: RunRecord) => void;
  /** Ends a process that no longer listens. */
  kill: (pid: number) => void;
}

const TICK_MS = 1_000;
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
  /** Resolves when the process is gone and its record is settled on disk. */
  readonly gone: Promise<RunEnd>;
  private readonly options: RunProcessOptions;
  private readonly heartbeat: Heartbeat;
  private current: RunRecord;
  private toldAt = -Infinity;
  private deathReason: string | undefined;
  private isHung = false;
  /** Set as soon as all is said about the run. */
  private end: RunEnd | null = null;

  constructor(options: RunProcessOptions) {
    this.options = options;
    this.current = options.task.record;
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

  /** Heard also by a process that has not begun; one that has ended needs no telling. */
  command(command: RunCommand): void {
    if (this.end === null) this.options.child.postMessage({ type: 'command', command });
  }

  /** Hands the process a port to send its points to. */
  watch(port: Electron.MessagePortMain): void {
    if (this.end !== null) {
      throw new AppError('RUN_NOT_ACTIVE', `The run "${this.current.name}" is not being trained any more.`);
    }
    this.options.child.postMessage({ type: 'watch' }, [port]);
  }

  /** Why the process died, as the system saw it; the exit code alone is not to be relied on. */
  noteDeath(reason: string): void {
    this.deathReason ??= describeDeath(reason);
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
    if (this.end !== null) return;
    switch (message.type) {
      case 'beat':
        return;
      case 'begun':
        this.tell(message.record);
        return;
      case 'progress':
        this.applyProgress(message);
        return;
      case 'dying':
        this.noteDeath(message.reason);
        return;
      case 'refused':
        this.letGo({ kind: 'refused', record: this.current, error: fromWireError(message.error) });
        return;
      case 'ended':
        this.tell(message.record);
        this.letGo({ kind: 'told', record: message.record });
    }
  }

  private letGo(end: RunEnd): void {
    this.end = end;
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
    const { log, child, kill, task, patience } = this.options;
    const { record } = task;
    // A step of a large network may take minutes, and saving it too; a process at work must not be taken for one that hangs.
    const atWork = Math.round(
      longestStretch(record.experiment, record.parameters) / SLOWEST_SPEED +
        record.parameters / SLOWEST_SAVING +
        cellsOf(record.experiment) / SLOWEST_PREPARING,
    );
    return new Heartbeat({
      silentAfter: patience.silentAfter + atWork,
      deadAfter: patience.deadAfter + atWork,
      onSilent: () => {
        log.warn(`Run ${record.id} does not respond`);
      },
      onRecovered: () => {
        log.info(`Run ${record.id} responds again`);
      },
      onDead: () => {
        log.error(`Run ${record.id} is ended because it does not respond`);
        this.isHung = true;
        this.deathReason = NOT_RESPONDING;
        if (child.pid !== undefined) kill(child.pid);
      },
    });
  }

  /** Once per process (U2). Whoever has told its final record before may go in peace. */
  private async judgeDeath(code: number): Promise<RunEnd> {
    if (this.end !== null) return this.end;
    await new Promise((resolve) => setTimeout(resolve, REASON_WAIT_MS));
    const { task, log } = this.options;
    const reason = this.deathReason ?? describeDeath(undefined);
    log.error(`The process of run ${this.current.id} died with code ${String(code)}: ${reason}`);
    try {
      this.tell(await settleRecord(task.directory, reason, this.current.status !== 'queued'));
    } catch (error) {
      log.error(`The record of run ${this.current.id} could not be settled`, error);
      this.tell({ ...this.current, status: 'interrupted', reason });
    }
    return (this.end = { kind: this.isHung ? 'hung' : 'died', record: this.current });
  }
}

/**
 * The process may have written how it left the run and died before it could tell: then its record stands. One that died
 * before it took up its run must not leave it waiting, or it would be tried for ever.
 */
async function settleRecord(directory: string, reason: string, hadBegun: boolean): Promise<RunRecord> {
  const record = await readRun(directory);
  const isLeft = hasEnded(record.status) || (record.status === 'queued' && hadBegun);
  return isLeft ? record : await markInterrupted(directory, reason);
}
