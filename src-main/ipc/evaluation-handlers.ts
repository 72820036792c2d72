import { AppError } from '@shared/core/errors.ts';
import type { Part } from '@shared/model/data-catalog.ts';
import type { EvaluationSubject } from '../service/evaluation-subject.ts';
import { readRun } from '../storage/run-store.ts';
import { TestOpenings } from '../storage/test-openings.ts';
import type { Handlers } from './answer.ts';
import type { HandlerContext } from './context.ts';
import { LatestOnly } from './latest-only.ts';
import { readableExperiment } from './readable.ts';
import { requireRun } from './require-run.ts';

type EvaluationHandlers = Pick<
  Handlers,
  | 'evaluation:read'
  | 'evaluation:curves'
  | 'evaluation:rows'
  | 'evaluation:column'
  | 'evaluation:importance'
  | 'evaluation:dependence'
  | 'evaluation:cancel'
>;
type Context = Pick<HandlerContext, 'paths' | 'session' | 'service' | 'workspace'>;

/** Nothing of a run's test rows is said before its test results were opened, whatever the window asks. */
export function createEvaluationHandlers(context: Context): EvaluationHandlers {
  const { service } = context;
  const testOpenings = new TestOpenings();
  const importances = new LatestOnly();
  const dependences = new LatestOnly();

  async function subjectOf({ runId, part }: { runId: string; part: Part }): Promise<EvaluationSubject> {
    const directory = await requireRun(context.workspace, runId);
    if (part === 'test' && (await testOpenings.count(directory)) === 0) throw sealed();
    const { experiment } = await readRun(directory);
    return { directory, experiment: await readableExperiment(context, experiment), part };
  }

  return {
    'evaluation:read': async (request) =>
      service.call('readEvaluation', { subject: await subjectOf(request) }),
    'evaluation:curves': async ({ column, level, ...own }) =>
      service.call('readClassCurves', { subject: await subjectOf(own), asked: { column, level } }),
    'evaluation:rows': async ({ which, from, count, ...own }) =>
      service.call('readEvaluatedRows', { subject: await subjectOf(own), asked: { which, from, count } }),
    'evaluation:column': async ({ column, ...own }) =>
      service.call('readSampledColumn', { subject: await subjectOf(own), asked: { column } }),
    'evaluation:importance': async ({ columns, repeats, seed, ...own }) => {
      const subject = await subjectOf(own);
      return importances.begin((signal) =>
        service.call('measureImportance', { subject, asked: { columns, repeats, seed } }, { signal }),
      );
    },
    'evaluation:dependence': async ({ column, range, places, lines, ...own }) => {
      const subject = await subjectOf(own);
      return dependences.begin((signal) =>
        service.call('measureDependence', { subject, asked: { column, range, places, lines } }, { signal }),
      );
    },
    'evaluation:cancel': async () => {
      importances.cancel();
      dependences.cancel();
      return Promise.resolve({});
    },
  };
}

function sealed(): AppError {
  return new AppError(
    'NOT_ALLOWED',
    'The results on the test rows of this run are sealed. Open them in the run first.',
    { at: 'part' },
  );
}
