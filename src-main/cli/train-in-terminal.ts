import { formatJson } from '@shared/core/json-text.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { join, relative, sep } from 'node:path';
import { ORDINARY_MODE, writeFileAtomic } from '../storage/atomic-file.ts';
import { defaultWorkspaceRoot, RUN_FILES, workspaceAt } from '../storage/paths.ts';
import { createRun, type NewBranch } from '../storage/run-store.ts';
import { prepareFromSource } from '../tables/prepare-from-source.ts';
import type { Wanted } from '../trainer/continuation.ts';
import { type Engine, type EngineChoice, engineFor, type EngineRequest } from '../trainer/engine.ts';
import type { JobOptions } from '../trainer/job-options.ts';
import { JobControl } from '../trainer/job-control.ts';
import { resumeJob, runJob } from '../trainer/run-job.ts';
import { trainingWork } from '../trainer/training-work.ts';
import { progressLine } from './progress-line.ts';
import { untilSignal } from './stop-signals.ts';

export interface FinishedRun {
  directory: string;
  record: RunRecord;
  /** Ctrl+C ended it. */
  isInterrupted: boolean;
}

/** Trains an experiment in this process. Whatever is wrong with the data is found before a folder is made. */
export async function trainInTerminal(
  experiment: Experiment,
  options: {
    directory: string | null;
    quiet: boolean;
    engine: EngineRequest;
    writesExperiment?: boolean;
    branch?: NewBranch;
  },
): Promise<FinishedRun> {
  const engine = engineFor(options.engine, trainingWork(experiment));
  if (!options.quiet) tellNote(engine);
  const data = await prepareFromSource(experiment);
  const workspace = workspaceAt(defaultWorkspaceRoot());
  const { branch } = options;
  const { directory, record } = await createRun(options.directory, workspace, experiment, 'command-line', {
    ...(branch === undefined ? {} : { branch }),
    engine: engine.identity,
  });
  if (options.writesExperiment === true) await writeExperiment(directory, experiment);
  return inTerminal(directory, options.quiet, (watch) =>
    runJob({ directory, record, engine, data, ...watch }),
  );
}

/** Another backend than the one that was wanted trains. */
export function tellNote({ identity, obstacle }: Engine): void {
  if (obstacle !== undefined) process.stderr.write(`ninestep: ${identity.why ?? obstacle}\n`);
}

/** The experiment as a person can change it and train it again: the file of its table is named as seen from there. */
async function writeExperiment(directory: string, experiment: Experiment): Promise<void> {
  const { data } = experiment;
  const source =
    data.source.kind === 'file'
      ? { ...data.source, path: relative(directory, data.source.path).replaceAll(sep, '/') }
      : data.source;
  const file = formatJson({ ...experiment, data: { ...data, source } });
  await writeFileAtomic(join(directory, RUN_FILES.experiment), file, ORDINARY_MODE);
}

/** Goes on with a run in this process. */
export function resumeInTerminal(
  directory: string,
  options: { quiet: boolean; wanted: Wanted },
): Promise<FinishedRun> {
  const { wanted, quiet } = options;
  const engineOf: EngineChoice = (request, work) => {
    const engine = engineFor(request, work);
    if (!quiet && wanted.backend !== null) tellNote(engine);
    return engine;
  };
  return inTerminal(directory, quiet, (watch) =>
    resumeJob({ directory, wanted, choose: engineOf, ...watch }),
  );
}

/** Training that is shown in the terminal and stopped by its signals. */
async function inTerminal(
  directory: string,
  quiet: boolean,
  train: (watch: Pick<JobOptions, 'control' | 'onProgress'>) => Promise<RunRecord>,
): Promise<FinishedRun> {
  const control = new JobControl();
  let isInterrupted = false;
  const stop = () => {
    isInterrupted = true;
    control.stop();
  };
  const line = progressLine(quiet);
  try {
    const record = await untilSignal(stop, () => train({ control, onProgress: line.update }));
    return { directory, record, isInterrupted };
  } finally {
    line.end();
  }
}

/** The exit code that tells a script how training ended. */
export function exitCodeOf(run: FinishedRun): number {
  if (run.isInterrupted) return 130;
  return run.record.status === 'finished' ? 0 : 1;
}
