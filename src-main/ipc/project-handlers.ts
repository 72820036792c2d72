import { checkExperiment } from '@shared/data/check-experiment.ts';
import { exampleExperiments } from '../storage/project-store.ts';
import type { Handlers } from './answer.ts';
import type { HandlerContext } from './context.ts';
import { LatestOnly } from './latest-only.ts';
import { readableExperiment } from './readable.ts';

type ProjectHandlers = Pick<
  Handlers,
  'project:save' | 'project:examples' | 'data:preview' | 'gradient:check' | 'rate:find'
>;

export function createProjectHandlers(context: HandlerContext): ProjectHandlers {
  const { session, service } = context;
  const previews = new LatestOnly();
  return {
    'project:save': async ({ project }) => {
      await session.save(project);
      return {};
    },
    'project:examples': () => Promise.resolve({ examples: exampleExperiments() }),
    // Unlike the others not checked first: a preview says itself what is wrong, and shows the table all the same.
    'data:preview': async (request) => {
      const experiment = await readableExperiment(context, request.experiment);
      return previews.begin((signal) => service.call('previewData', { experiment }, { signal }));
    },
    'gradient:check': async (request) => {
      const experiment = await readableExperiment(context, request.experiment);
      checkExperiment(experiment);
      return service.call('checkGradients', { experiment });
    },
    'rate:find': async (request) => {
      const experiment = await readableExperiment(context, request.experiment);
      checkExperiment(experiment);
      return service.call('findRate', { experiment });
    },
  };
}
