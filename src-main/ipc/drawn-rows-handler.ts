import { readRun } from '../storage/run-store.ts';
import type { Handlers } from './answer.ts';
import type { HandlerContext } from './context.ts';
import { readableExperiment } from './readable.ts';
import { requireRun } from './require-run.ts';

export function createDrawnRowsHandler(context: HandlerContext): Pick<Handlers, 'run:rows'> {
  const { service, workspace } = context;
  return {
    'run:rows': async ({ runId, ...wanted }) => {
      const { experiment } = await readRun(await requireRun(workspace, runId));
      return service.call('readDrawnRows', {
        experiment: await readableExperiment(context, experiment),
        ...wanted,
      });
    },
  };
}
