import { AppError } from '@shared/core/errors.ts';
import { ID_PATTERNS, makeId } from '@shared/core/ids.ts';
import { canonicalJson } from '@shared/core/json-text.ts';
import type { SweepSpec } from '@shared/model/sweep.ts';
import { randomBytes } from 'node:crypto';
import { basename, dirname, resolve } from 'node:path';
import { namesIn } from '../../storage/folders.ts';
import { groupDirectory, listGroups, readGroup, saveGroup } from '../../storage/group-store.ts';
import { defaultWorkspaceRoot, type Workspace, workspaceAt } from '../../storage/paths.ts';

/** Where a sweep lies: a workspace, which any folder may be, and its group in it. */
export interface SweepPlace {
  workspace: Workspace;
  groupId: string;
  spec: SweepSpec;
  /** What `--resume` takes to go on with it. */
  directory: string;
}

/**
 * The place of a sweep: a new group of the workspace, or of the folder `out`. A folder that holds this very sweep is gone on
 * with; one that holds anything else is refused (TARGET_EXISTS).
 */
export async function placeOf(spec: SweepSpec, out: string | null): Promise<SweepPlace> {
  const workspace = workspaceAt(out ?? defaultWorkspaceRoot());
  if (out !== null) {
    const { groups } = await listGroups(workspace);
    const same = groups.find((group) => canonicalJson(group.spec) === canonicalJson(spec));
    if (same !== undefined) return { workspace, groupId: same.id, spec, directory: out };
    if ((await namesIn(out)).length > 0) throw isTaken(out, groups.length > 0);
  }
  const groupId = makeId('group', randomBytes);
  await saveGroup(workspace, groupId, spec);
  return { workspace, groupId, spec, directory: out ?? groupDirectory(workspace, groupId) };
}

function isTaken(out: string, holdsSweep: boolean): AppError {
  const what = holdsSweep ? 'holds another sweep' : 'is not empty';
  return new AppError('TARGET_EXISTS', `${out} ${what}. Choose a new folder for this one, or empty it.`, {
    at: out,
  });
}

/** The place of a sweep that was begun: the folder that `--out` named, or the folder of its group in a workspace. */
export async function placeAt(directory: string): Promise<SweepPlace> {
  const folder = resolve(directory);
  const isGroup = ID_PATTERNS.group.test(basename(folder)) && basename(dirname(folder)) === 'groups';
  const workspace = workspaceAt(isGroup ? dirname(dirname(folder)) : folder);
  const groupId = isGroup ? basename(folder) : await onlyGroup(workspace, folder);
  return { workspace, groupId, spec: await readGroup(workspace, groupId), directory: folder };
}

async function onlyGroup(workspace: Workspace, folder: string): Promise<string> {
  const { groups, problems } = await listGroups(workspace);
  const [group, ...others] = groups;
  if (group === undefined) {
    throw new AppError('FILE_NOT_FOUND', `There is no sweep in ${folder}. ${problems.join(' ')}`.trim(), {
      at: folder,
    });
  }
  if (others.length === 0) return group.id;
  throw new AppError(
    'USAGE',
    `${folder} holds ${String(groups.length)} sweeps. Name the folder of one of them: ${groupDirectory(workspace, group.id)}, …`,
  );
}
