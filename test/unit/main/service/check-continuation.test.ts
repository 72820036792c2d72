import { parseExperiment } from '@shared/schema/experiment.ts';
import { expect, it } from 'vitest';
import { checkContinuation } from '../../../../src-main/service/check-continuation.ts';
import { operations } from '../../../../src-main/service/operation-table.ts';
import { writeCheckpoint } from '../../../../src-main/storage/checkpoint-file.ts';
import { checkpointPaths, openNewestCheckpoint } from '../../../../src-main/storage/checkpoints.ts';
import { RUNTIME_VERSION } from '../../../../src-main/trainer/native/load-runtime.ts';
import { smallExperimentJson } from '../../../helpers/experiments.ts';
import { finishedRun } from '../../../helpers/runs.ts';

it('whether a run of the graphics device can go on is told without a look at the device', async () => {
  const experiment = parseExperiment(smallExperimentJson);
  const { directory } = await finishedRun(experiment);
  const { checkpoint } = await openNewestCheckpoint(directory);
  const engine = { ...checkpoint.engine, backend: 'webgpu' as const, runtime: RUNTIME_VERSION };
  await writeCheckpoint((await checkpointPaths(directory))[0]!, { ...checkpoint, engine });
  // No device is here: a look at it would refuse the run.
  expect(await checkContinuation(directory, 5)).toEqual({ epochs: experiment.training.epochs + 5 });
});

it('how long the graphics device will take is not told, as the service does not open it', async () => {
  const experiment = parseExperiment(smallExperimentJson);
  const request = { experiment, backend: 'webgpu', threads: 1 } as const;
  const task = { signal: new AbortController().signal, onProgress: () => undefined };
  expect(await operations.forecast(request, task)).toEqual({ secondsPerEpoch: null, seconds: null });
});
