import { AppError } from '@shared/core/errors.ts';
import { checkExperiment } from '@shared/data/check-experiment.ts';
import { shell } from 'electron';
import { hasModel, readPoints, readRun } from '../storage/run-store.ts';
import type { Handlers } from './answer.ts';
import type { HandlerContext } from './context.ts';
import { requireRun } from './require-run.ts';

type RunHandlers = Pick<
  Handlers,
  'run:start' | 'run:continue' | 'run:command' | 'run:watch' | 'run:open' | 'run:reveal'
>;

export function createRunHandlers({ supervisor, workspace, window }: HandlerContext): RunHandlers {
  return {
    'run:start': async ({ experiment }) => {
      checkExperiment(experiment);
      return supervisor.start(experiment);
    },
    'run:continue': async ({ runId, moreEpochs }) => {
      await supervisor.continue(runId, await requireRun(workspace, runId), moreEpochs);
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
      const [saved, points, isModelThere] = await Promise.all([
        readRun(directory),
        readPoints(directory),
        hasModel(directory),
      ]);
      return { run: supervisor.record(runId) ?? saved, points, hasModel: isModelThere };
    },
    'run:reveal': async ({ runId }) => {
      shell.showItemInFolder(await requireRun(workspace, runId));
      return {};
    },
  };
}
