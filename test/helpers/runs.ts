import type { Experiment } from '@shared/model/experiment.ts';
import type { MetricsPoint, RunRecord } from '@shared/model/run.ts';
import { type Workspace, workspaceAt } from '../../src-main/storage/paths.ts';
import { createRun } from '../../src-main/storage/run-store.ts';
import type { Engine } from '../../src-main/trainer/engine.ts';
import { JobControl } from '../../src-main/trainer/job-control.ts';
import { runJob } from '../../src-main/trainer/run-job.ts';
import { referenceEngine } from './engines.ts';
import { smallExperiment } from './experiments.ts';
import { tempFolder } from './temp-folder.ts';

/** A workspace of its own, gone after the test. */
export function tempWorkspace(): Workspace {
  return workspaceAt(tempFolder());
}

/** A new run, not yet trained. */
export function newRun(
  experiment: Experiment = smallExperiment(),
  workspace: Workspace = tempWorkspace(),
): Promise<{ directory: string; record: RunRecord }> {
  return createRun(null, workspace, experiment, 'command-line');
}

/** A run trained to its end. */
export async function finishedRun(
  experiment: Experiment = smallExperiment(),
  workspace: Workspace = tempWorkspace(),
  engine: Engine = referenceEngine(),
): Promise<{ directory: string; record: RunRecord }> {
  const { directory, record } = await newRun(experiment, workspace);
  const control = new JobControl();
  const options = { directory, record, engine, control, onProgress: () => undefined };
  return { directory, record: await runJob(options) };
}

/** What two runs of the same experiment must agree on: all but the clock. */
export function withoutSeconds(points: readonly MetricsPoint[]): Omit<MetricsPoint, 'seconds'>[] {
  return points.map(({ seconds: _, ...point }) => point);
}
