import { AppError } from '@shared/core/errors.ts';
import { ID_PATTERNS } from '@shared/core/ids.ts';
import { formatJson } from '@shared/core/json-text.ts';
import { LIMITS } from '@shared/core/limits.ts';
import type { SweepSpec } from '@shared/model/sweep.ts';
import { parseWith } from '@shared/schema/parse.ts';
import { sweepSchema } from '@shared/schema/sweep.ts';
import { checkFormat } from '@shared/schema/versioned.ts';
import { join } from 'node:path';
import { createFileAtomic } from './atomic-file.ts';
import { makeFolder, namesIn } from './folders.ts';
import { inFile } from './in-file.ts';
import { GROUP_FILES, type Workspace } from './paths.ts';
import { readJsonFile } from './read-json-file.ts';

export function groupDirectory(workspace: Workspace, groupId: string): string {
  return join(workspace.groups, groupId);
}

/** Keeps what a group is launched with, before its first run is made. Never changed afterwards: TARGET_EXISTS. */
export async function saveGroup(workspace: Workspace, groupId: string, spec: SweepSpec): Promise<void> {
  const directory = groupDirectory(workspace, groupId);
  await makeFolder(directory);
  await createFileAtomic(join(directory, GROUP_FILES.spec), formatJson(spec));
}

/** The spec a group was launched with. Throws FILE_NOT_FOUND where there is no such group. */
export async function readGroup(workspace: Workspace, groupId: string): Promise<SweepSpec> {
  const path = join(groupDirectory(workspace, groupId), GROUP_FILES.spec);
  const value = await readJsonFile(path, LIMITS.experimentBytes);
  return inFile(path, () => {
    checkFormat(value, 'ninestep-sweep', 1, 'The file');
    return parseWith(sweepSchema, value, 'sweep');
  });
}

/** All groups of the workspace. One that cannot be read is told, and left as it is. */
export async function listGroups(
  workspace: Workspace,
): Promise<{ groups: { id: string; spec: SweepSpec }[]; problems: string[] }> {
  const groups: { id: string; spec: SweepSpec }[] = [];
  const problems: string[] = [];
  for (const id of await namesIn(workspace.groups)) {
    if (!ID_PATTERNS.group.test(id)) continue;
    try {
      groups.push({ id, spec: await readGroup(workspace, id) });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // Its folder was made, and then the process died: nothing was launched.
      if (error.code !== 'FILE_NOT_FOUND') problems.push(`The group ${id} cannot be read. ${error.message}`);
    }
  }
  return { groups, problems };
}
