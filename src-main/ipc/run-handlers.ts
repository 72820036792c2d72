import { AppError } from '@shared/core/errors.ts';
import { checkExperiment } from '@shared/data/check-experiment.ts';
import { shell } from 'electron';
import { hasModel, readMetrics, readRun } from '../storage/run-store.ts';
import { TestOpenings } from '../storage/test-openings.ts';
import type { Handlers } from './answer.ts';
import type { HandlerContext } from './context.ts';
import { LatestOnly } from './latest-only.ts';
import { readableExperiment } from './readable.ts';
import { requireRun } from './require-run.ts';
import { commandElsewhere, isElsewhere, watchElsewhere } from './runs-elsewhere.ts';

type RunHandlers = Pick<
  Handlers,
  | 'run:start'
  | 'run:continue'
  | 'run:command'
  | 'run:forecast'
  | 'run:watch'
  | 'run:open'
  | 'run:open-test'
  | 'run:reveal'
>;

export function createRunHandlers(context: HandlerContext): RunHandlers {
  const { queue, supervisor, service, workspace, window } = context;
  const testOpenings = new TestOpenings();
  const forecasts = new LatestOnly();
  return {
    // The record says where the table is, for whoever repeats the run; so its path is absolute.
    'run:start': async (request) => {
      const experiment = await readableExperiment(context, request.experiment);
      checkExperiment(experiment);
      return queue.launch(experiment);
    },
    'run:continue': async ({ runId, moreEpochs }) => {
      const directory = await requireRun(workspace, runId);
      const { name, experiment } = await readRun(directory);
      await readableExperiment(context, experiment);
      await queue.whenLeft(runId);
      if (queue.isBusy(runId))
        throw new AppError('RUN_BUSY', `The run "${name}" waits or is trained already.`);
      const { epochs } = await service.call('checkContinuation', { directory, moreEpochs });
      await queue.continueRun(runId, epochs);
      return {};
    },
    'run:command': async ({ runIds, command }) => {
      const others = runIds.filter((runId) => isElsewhere(context, runId));
      const ours = runIds.filter((runId) => !others.includes(runId));
      const isAll = ours.length === 0;
      const done = isAll ? 0 : await queue.command(ours, command);
      return { done: done + (await commandElsewhere(context, others, { command, isAll })) };
    },
    'run:forecast': async (request) => {
      const experiment = await readableExperiment(context, request.experiment);
      checkExperiment(experiment);
      const threads = queue.coresFor(experiment);
      const { engine: backend } = queue;
      return forecasts.begin((signal) =>
        service.call('forecast', { experiment, backend, threads }, { signal }),
      );
    },
    'run:watch': async ({ runId, nonce }) => {
      const contents = window()?.webContents;
      if (contents === undefined) throw new AppError('CANCELLED', 'The window is closing.');
      if (isElsewhere(context, runId)) watchElsewhere(context, runId, nonce, contents);
      else supervisor.watch(runId, nonce, contents);
      return Promise.resolve({});
    },
    'run:open': async ({ runId }) => {
      const directory = await requireRun(workspace, runId);
      const [saved, { points, damaged }, isModelThere, opened] = await Promise.all([
        readRun(directory),
        readMetrics(directory),
        hasModel(directory),
        testOpenings.count(directory),
      ]);
      const run = supervisor.record(runId) ?? saved;
      return { run, points, hasModel: isModelThere, testOpenings: opened, damagedPoints: damaged };
    },
    'run:open-test': async ({ runId }) => ({
      opened: await testOpenings.add(await requireRun(workspace, runId), new Date()),
    }),
    'run:reveal': async ({ runId }) => {
      shell.showItemInFolder(await requireRun(workspace, runId));
      return {};
    },
  };
}
