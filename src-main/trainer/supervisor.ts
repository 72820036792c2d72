import { AppError } from '@shared/core/errors.ts';
import { PORT_CHANNEL } from '@shared/ipc/channels.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { app, MessageChannelMain, type WebContents } from 'electron';
import type { Broadcast } from '../app/broadcast.ts';
import type { Log } from '../log.ts';
import { forkUtility } from '../app/utility.ts';
import type { Workspace } from '../storage/paths.ts';
import { createRun } from '../storage/run-store.ts';
import type { RunCommand } from './messages.ts';
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
    if (this.isClosing) throw new AppError('CANCELLED', 'Ninestep is closing.');
    const { script, log, broadcast } = this.options;
    const run = new RunProcess({
      child: forkUtility(script, processName(record.id), log),
      directory,
      record,
      log,
      onChange: (changed) => {
        broadcast({ type: 'run-changed', run: changed });
      },
      // Not even a stopped process survives this one.
      kill: (pid) => process.kill(pid, 'SIGKILL'),
    });
    this.runs.set(record.id, run);
    void run.gone.then(() => this.runs.delete(record.id));
    return record;
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
    for (const run of this.runs.values()) run.stopIfActive();
    await Promise.all([...this.runs.values()].map((run) => run.gone));
  }

  private require(runId: string): RunProcess {
    const run = this.runs.get(runId);
    if (run === undefined)
      throw new AppError('RUN_NOT_ACTIVE', 'This run is not being trained by this Ninestep.');
    return run;
  }
}

function processName(runId: string): string {
  return `Ninestep ${runId}`;
}
