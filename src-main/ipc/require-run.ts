import { AppError } from '@shared/core/errors.ts';
import { stat } from 'node:fs/promises';
import type { Workspace } from '../storage/paths.ts';
import { runDirectory } from '../storage/run-store.ts';

/** The folder of a run. The id has passed its schema, so it is a name of ours and cannot lead out of the workspace. */
export async function requireRun(workspace: Workspace, runId: string): Promise<string> {
  const directory = runDirectory(workspace, runId);
  const found = await stat(directory).catch(() => null);
  if (found?.isDirectory() === true) return directory;
  throw new AppError(
    'RUN_NOT_FOUND',
    'There is no such run in the history. It may have been moved or deleted.',
  );
}
