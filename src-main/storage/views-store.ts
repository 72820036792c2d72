import { LIMITS } from '@shared/core/limits.ts';
import { NO_VIEWS, type RunViews } from '@shared/model/run-views.ts';
import { runViewsSchema } from '@shared/schema/run-views.ts';
import { makeFolder } from './folders.ts';
import { type KeptKind, readKept, writeKept } from './kept-file.ts';
import type { Workspace } from './paths.ts';

const VIEWS: KeptKind<RunViews> = {
  format: 'ninestep-views',
  version: 1,
  schema: runViewsSchema,
  limitBytes: LIMITS.viewsBytes,
  what: 'How the history was looked at',
};

/** How the history is looked at. A file that cannot be understood is set aside, never overwritten, and told in `problem`. */
export async function readViews(workspace: Workspace): Promise<{ views: RunViews; problem: string | null }> {
  const { value, problem } = await readKept(workspace.viewsFile, VIEWS);
  return { views: value ?? NO_VIEWS, problem };
}

/** Throws FILE_TOO_NEW, the file untouched, where a newer Ninestep wrote it. */
export async function saveViews(workspace: Workspace, views: RunViews): Promise<void> {
  await makeFolder(workspace.root);
  await writeKept(workspace.viewsFile, VIEWS, views);
}
