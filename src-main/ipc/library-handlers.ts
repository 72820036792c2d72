import { AppError } from '@shared/core/errors.ts';
import { hasEnded } from '@shared/model/run.ts';
import { listBin, moveToBin, purgeFromBin, restoreFromBin } from '../storage/bin.ts';
import { isRunLocked } from '../storage/run-lock.ts';
import { TestOpenings } from '../storage/test-openings.ts';
import { saveViews } from '../storage/views-store.ts';
import type { Handlers } from './answer.ts';
import type { HandlerContext } from './context.ts';
import { requireRun } from './require-run.ts';

type LibraryHandlers = Pick<
  Handlers,
  | 'runs:list'
  | 'run:mark'
  | 'run:delete'
  | 'run:curves'
  | 'bin:list'
  | 'bin:restore'
  | 'bin:purge'
  | 'views:save'
>;
type LibraryContext = Pick<HandlerContext, 'library' | 'queue' | 'service' | 'workspace'>;

export function createLibraryHandlers(context: LibraryContext): LibraryHandlers {
  const { library, service, workspace } = context;
  const testOpenings = new TestOpenings();
  return {
    'runs:list': async () => {
      await library.begun();
      return { text: library.listText() };
    },
    'run:mark': async ({ runIds, marks }) => {
      await library.begun();
      await library.changeMarks(runIds, marks);
      return {};
    },
    'run:delete': async ({ runIds }) => {
      await library.begun();
      for (const runId of runIds) await requireIdle(context, runId);
      await deleteRuns(context, runIds);
      return {};
    },
    'run:curves': async ({ runId, quantity, withTest }) => {
      const directory = await requireRun(workspace, runId);
      if (withTest && (await testOpenings.count(directory)) === 0) throw sealed();
      return service.call('readCurves', { directory, quantity, withTest });
    },
    'bin:list': async () => ({ runs: await listBin(workspace) }),
    'bin:restore': async ({ runIds }) => {
      await library.opened();
      for (const runId of runIds) {
        await restoreFromBin(workspace, runId);
        await library.add(runId);
      }
      return {};
    },
    'bin:purge': async ({ runIds }) => ({ bytes: await purgeFromBin(workspace, runIds) }),
    'views:save': async ({ views }) => {
      await saveViews(workspace, views);
      return {};
    },
  };
}

/** Runs that are in the bin are gone from the history, also where a later one could not be moved. */
async function deleteRuns({ library, workspace }: LibraryContext, runIds: readonly string[]): Promise<void> {
  const moved: string[] = [];
  try {
    for (const runId of runIds) {
      await moveToBin(workspace, runId, new Date());
      moved.push(runId);
    }
  } finally {
    library.remove(moved);
  }
}

/** Throws RUN_NOT_FOUND, and RUN_BUSY where the run waits or any process trains it. */
async function requireIdle({ library, queue, workspace }: LibraryContext, runId: string): Promise<void> {
  const directory = await requireRun(workspace, runId);
  const run = library.get(runId);
  const waits = queue.isWaitingOrTrained(runId) || (run !== undefined && !hasEnded(run.status));
  if (!waits && !(await isRunLocked(directory))) return;
  throw new AppError(
    'RUN_BUSY',
    `The run "${run?.marks.name ?? run?.name ?? runId}" waits or is being trained. Stop it first, then delete it.`,
    { at: runId },
  );
}

function sealed(): AppError {
  return new AppError(
    'NOT_ALLOWED',
    'The results on the test rows of this run are sealed. Open them in the run first.',
    { at: 'withTest' },
  );
}
