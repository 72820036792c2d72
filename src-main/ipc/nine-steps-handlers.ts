import { checkExperiment } from '@shared/data/check-experiment.ts';
import type { NineStepsRequest } from '@shared/ipc/nine-steps-contract.ts';
import type { NineStepsQuestion } from '../service/nine-steps.ts';
import { readRun } from '../storage/run-store.ts';
import type { Handlers } from './answer.ts';
import type { HandlerContext } from './context.ts';
import { LatestOnly } from './latest-only.ts';
import { readableExperiment } from './readable.ts';
import { requireRun } from './require-run.ts';

type NineStepsHandlers = Pick<Handlers, 'steps:trace' | 'steps:check' | 'steps:script'>;

export function createNineStepsHandlers(context: HandlerContext): NineStepsHandlers {
  const { service, workspace } = context;

  async function asked({ weights, ...question }: NineStepsRequest): Promise<NineStepsQuestion> {
    if (weights.kind === 'initial') {
      const experiment = await readableExperiment(context, weights.experiment);
      checkExperiment(experiment);
      return { experiment, run: null, question };
    }
    const directory = await requireRun(workspace, weights.runId);
    const { experiment, dataHash } = await readRun(directory);
    return {
      experiment: await readableExperiment(context, experiment),
      run: { directory, dataHash, epoch: weights.epoch },
      question,
    };
  }

  const checks = new LatestOnly();

  return {
    'steps:trace': async (request) => {
      // Whoever goes on to another place no longer waits for the check of the one before.
      checks.cancel();
      return service.call('traceSteps', await asked(request));
    },
    'steps:check': (request) =>
      checks.begin(async (signal) => service.call('checkSteps', await asked(request), { signal })),
    'steps:script': async (request) => service.call('writeSteps', await asked(request)),
  };
}
