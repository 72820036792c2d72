import { checkExperiment } from '@shared/data/check-experiment.ts';
import { readRun } from '../storage/run-store.ts';
import type { Handlers } from './answer.ts';
import type { HandlerContext } from './context.ts';
import { readableExperiment } from './readable.ts';
import { requireRun } from './require-run.ts';

type InsightHandlers = Pick<Handlers, 'run:insight' | 'run:look' | 'run:measure' | 'run:branch'>;

export function createInsightHandlers(context: HandlerContext): InsightHandlers {
  const { queue, service, workspace } = context;
  /** The folder of a run whose table may be read for the window. */
  async function readableRun(runId: string): Promise<string> {
    const directory = await requireRun(workspace, runId);
    await readableExperiment(context, (await readRun(directory)).experiment);
    return directory;
  }
  return {
    'run:insight': async ({ runId }) =>
      service.call('readInsight', { directory: await requireRun(workspace, runId) }),
    'run:look': async ({ runId, epoch, look }) =>
      service.call('lookAt', { directory: await readableRun(runId), epoch, look }),
    'run:measure': async ({ runId, epoch }) =>
      service.call('measureMoment', { directory: await readableRun(runId), epoch }),
    'run:branch': async ({ runId, epoch, experiment: wanted }) => {
      const directory = await requireRun(workspace, runId);
      const experiment = await readableExperiment(context, wanted);
      checkExperiment(experiment);
      const { name, record, weights } = await service.call('readMoment', { directory, epoch, experiment });
      return queue.launch(experiment, { branch: { of: { runId, name, epoch, weights }, record } });
    },
  };
}
