import { prepareData } from '@shared/data/prepare.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { defaultWorkspaceRoot, workspaceAt } from '../storage/paths.ts';
import { createRun } from '../storage/run-store.ts';
import { runJob } from '../trainer/job.ts';
import { JobControl } from '../trainer/job-control.ts';
import { progressLine } from './progress-line.ts';

/** Ctrl+C, a polite kill, and a terminal that is closed: the run is stopped between two steps and kept. */
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface FinishedRun {
  directory: string;
  record: RunRecord;
  /** Ctrl+C ended it. */
  isInterrupted: boolean;
}

/** Trains an experiment in this process. Whatever is wrong with the data is found before a folder is made. */
export async function trainInTerminal(
  experiment: Experiment,
  options: { directory: string | null; quiet: boolean },
): Promise<FinishedRun> {
  const data = prepareData(experiment.data);
  const workspace = workspaceAt(defaultWorkspaceRoot());
  const { directory, record } = await createRun(options.directory, workspace, experiment, 'command-line');
  const control = new JobControl();
  let isInterrupted = false;
  const stop = () => {
    isInterrupted = true;
    control.stop();
  };
  for (const signal of STOP_SIGNALS) process.on(signal, stop);
  const line = progressLine(experiment.training.epochs, options.quiet);
  try {
    const ended = await runJob({ directory, record, control, data, onProgress: line.update });
    return { directory, record: ended, isInterrupted };
  } finally {
    line.end();
    for (const signal of STOP_SIGNALS) process.off(signal, stop);
  }
}

/** The exit code that tells a script how training ended. */
export function exitCodeOf(run: FinishedRun): number {
  if (run.isInterrupted) return 130;
  return run.record.status === 'finished' ? 0 : 1;
}
