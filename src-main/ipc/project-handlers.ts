import { checkExperiment } from '@shared/data/check-experiment.ts';
import { exampleExperiments } from '../storage/project-store.ts';
import type { Handlers } from './answer.ts';
import type { HandlerContext } from './context.ts';

type ProjectHandlers = Pick<
  Handlers,
  'project:save' | 'project:examples' | 'data:preview' | 'gradient:check' | 'rate:find'
>;

export function createProjectHandlers({ session, service }: HandlerContext): ProjectHandlers {
  return {
    'project:save': async ({ project }) => {
      await session.save(project);
      return {};
    },
    'project:examples': () => Promise.resolve({ examples: exampleExperiments() }),
    'data:preview': async ({ experiment }) => {
      checkExperiment(experiment);
      return service.call('previewData', { experiment });
    },
    'gradient:check': async ({ experiment }) => {
      checkExperiment(experiment);
      return service.call('checkGradients', { experiment });
    },
    'rate:find': async ({ experiment }) => {
      checkExperiment(experiment);
      return service.call('findRate', { experiment });
    },
  };
}
