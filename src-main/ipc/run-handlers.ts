import { AppError } from '@shared/core/errors.ts';
import { checkExperiment } from '@shared/data/check-experiment.ts';
import { shell } from 'electron';
import { hasModel, readPoints, readRun } from '../storage/run-store.ts';
import { TestOpenings } from '../storage/test-openings.ts';
import type { Handlers } from './answer.ts';
import type { HandlerContext } from './context.ts';
import { readableExperiment } from './readable.ts';
import { requireRun } from './require-run.ts';

type RunHandlers = Pick<
  Handlers,
  'run:start' | 'run:continue' | 'run:command' | 'run:watch' | 'run:open' | 'run:open-test' | 'run:reveal'
>;

export function createRunHandlers(context: HandlerContext): RunHandlers {
  const { supervisor, workspace, window } = context;
  const testOpenings = new TestOpenings();
  return {
    // The record says where the table is, for whoever repeats the run; so its path is absolute.
    'run:start': async (request) => {
      const experiment = await readableExperiment(context, request.experiment);
      checkExperiment(experiment);
      return supervisor.start(experiment);
    },
    'run:continue': async ({ runId, moreEpochs }) => {
      const directory = await requireRun(workspace, runId);
      await readableExperiment(context, (await readRun(directory)).experiment);
      await supervisor.continue(runId, directory, moreEpochs);
      return {};
    },
    'run:command': async ({ runId, command }) => {
      supervisor.command(runId, command);
      return Promise.resolve({});
    },
    'run:watch': async ({ runId, nonce }) => {
      const contents = window()?.webContents;
      if (contents === undefined) throw new AppError('CANCELLED', 'The window is closing.');
      supervisor.watch(runId, nonce, contents);
      return Promise.resolve({});
    },
    'run:open': async ({ runId }) => {
      const directory = await requireRun(workspace, runId);
      const [saved, points, isModelThere, opened] = await Promise.all([
        readRun(directory),
        readPoints(directory),
        hasModel(directory),
        testOpenings.count(directory),
      ]);
      const run = supervisor.record(runId) ?? saved;
      return { run, points, hasModel: isModelThere, testOpenings: opened };
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
