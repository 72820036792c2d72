import { AppError } from '@shared/core/errors.ts';
import { PORT_CHANNEL } from '@shared/ipc/channels.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { app, MessageChannelMain, type WebContents } from 'electron';
import { forkUtility } from '../app/utility.ts';
import type { Log } from '../log.ts';
import type { TrainerTask } from './messages.ts';
import { type Patience, RunProcess } from './run-process.ts';

interface SupervisorOptions {
  /** The built trainer/utility-entry.ts. */
  script: string;
  patience: Patience;
  log: Log;
}

/** Every run gets a process of its own, so that one that dies takes nothing with it. */
export class Supervisor {
  private readonly options: SupervisorOptions;
  private readonly runs = new Map<string, RunProcess>();

  constructor(options: SupervisorOptions) {
    this.options = options;
    app.on('child-process-gone', (_event, { name, reason }) => {
      for (const [runId, run] of this.runs) if (name === processName(runId)) run.noteDeath(reason);
    });
  }

  /** Forks a process for a run that has none. */
  train(task: TrainerTask, onChange: (record: RunRecord) => void): RunProcess {
    const { script, log, patience } = this.options;
    const { id } = task.record;
    const run = new RunProcess({
      child: forkUtility(script, processName(id), log),
      task,
      log,
      patience,
      onChange,
      // Not even a stopped process survives this one.
      kill: (pid) => process.kill(pid, 'SIGKILL'),
    });
    this.runs.set(id, run);
    void run.gone.then(() => this.runs.delete(id));
    return run;
  }

  /** Connects the page with the process of the run; the points do not pass through main. */
  watch(runId: string, nonce: string, contents: WebContents): void {
    const run = this.runs.get(runId);
    if (run === undefined)
      throw new AppError('RUN_NOT_ACTIVE', 'This run is not being trained by this Ninestep.');
    const { port1, port2 } = new MessageChannelMain();
    run.watch(port1);
    contents.postMessage(PORT_CHANNEL, { runId, nonce }, [port2]);
  }

  /** What is known of a run while it has a process: newer than its file. */
  record(runId: string): RunRecord | undefined {
    return this.runs.get(runId)?.record;
  }
}

function processName(runId: string): string {
  return `Ninestep ${runId}`;
}
