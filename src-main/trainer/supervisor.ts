import { AppError } from '@shared/core/errors.ts';
import { PORT_CHANNEL } from '@shared/ipc/channels.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { app, MessageChannelMain, type WebContents } from 'electron';
import type { Broadcast } from '../app/broadcast.ts';
import type { Log } from '../log.ts';
import { forkUtility } from '../app/utility.ts';
import type { Workspace } from '../storage/paths.ts';
import { createRun, readRun } from '../storage/run-store.ts';
import type { RunCommand, TrainerTask } from './messages.ts';
import { RunProcess } from './run-process.ts';

interface SupervisorOptions {
  workspace: Workspace;
  /** The built trainer/utility-entry.ts. */
  script: string;
  log: Log;
  broadcast: Broadcast;
}

/** Every run gets a process of its own, so that one that dies takes nothing with it. */
export class Supervisor {
  private readonly options: SupervisorOptions;
  private readonly runs = new Map<string, RunProcess>();
  private isClosing = false;

  constructor(options: SupervisorOptions) {
    this.options = options;
    app.on('child-process-gone', (_event, { name, reason }) => {
      for (const [runId, run] of this.runs) if (name === processName(runId)) run.noteDeath(reason);
    });
  }

  /** Resolves as soon as the run is on disk and its process is starting. */
  async start(experiment: Experiment): Promise<RunRecord> {
    const { directory, record } = await createRun(null, this.options.workspace, experiment, 'window');
    this.fork({ type: 'start', directory, record });
    return record;
  }

  /** Resolves when the run is being trained again. What cannot go on is refused, and stays as it is. */
  async continue(runId: string, directory: string, moreEpochs: number | null): Promise<void> {
    const before = this.runs.get(runId);
    if (before !== undefined && !before.hasEnded) throw trained(before.record);
    // A run that has just been stopped has its process for a moment longer.
    await before?.gone;
    const record = await readRun(directory);
    if (this.runs.has(runId)) throw trained(record);
    await this.fork({ type: 'continue', directory, record, moreEpochs }).begun;
  }

  private fork(task: TrainerTask): RunProcess {
    if (this.isClosing) throw new AppError('CANCELLED', 'Ninestep is closing.');
    const { script, log, broadcast } = this.options;
    const { id } = task.record;
    const run = new RunProcess({
      child: forkUtility(script, processName(id), log),
      task,
      log,
      onChange: (changed) => {
        broadcast({ type: 'run-changed', run: changed });
      },
      // Not even a stopped process survives this one.
      kill: (pid) => process.kill(pid, 'SIGKILL'),
    });
    this.runs.set(id, run);
    void run.gone.then(() => this.runs.delete(id));
    return run;
  }

  command(runId: string, command: RunCommand): void {
    this.require(runId).command(command);
  }

  /** Connects the page with the process of the run; the points do not pass through main. */
  watch(runId: string, nonce: string, contents: WebContents): void {
    const run = this.require(runId);
    const { port1, port2 } = new MessageChannelMain();
    run.watch(port1);
    contents.postMessage(PORT_CHANNEL, { runId, nonce }, [port2]);
  }

  /** What is known of a run while it has a process: newer than its file. */
  record(runId: string): RunRecord | undefined {
    return this.runs.get(runId)?.record;
  }

  /** All runs that have a process, also those whose folder somebody took away. */
  records(): RunRecord[] {
    return [...this.runs.values()].map((run) => run.record);
  }

  /** Lets every run end between two steps and write its record. */
  async stopAll(): Promise<void> {
    this.isClosing = true;
    for (const run of this.runs.values()) run.stopIfPossible();
    await Promise.all([...this.runs.values()].map((run) => run.gone));
  }

  private require(runId: string): RunProcess {
    const run = this.runs.get(runId);
    if (run === undefined)
      throw new AppError('RUN_NOT_ACTIVE', 'This run is not being trained by this Ninestep.');
    return run;
  }
}

function trained({ name }: RunRecord): AppError {
  return new AppError('RUN_BUSY', `The run "${name}" is being trained already.`);
}

function processName(runId: string): string {
  return `Ninestep ${runId}`;
}
