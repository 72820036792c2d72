import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadModel } from '../../../src-main/service/operations.ts';
import { listGroups } from '../../../src-main/storage/group-store.ts';
import { RUN_FILES, type Workspace } from '../../../src-main/storage/paths.ts';
import { openProject } from '../../../src-main/storage/project-store.ts';
import { readQueue } from '../../../src-main/storage/queue-store.ts';
import { readMarks } from '../../../src-main/storage/run-marks.ts';
import { hasModel, readMetrics, readRun } from '../../../src-main/storage/run-store.ts';
import { TestOpenings } from '../../../src-main/storage/test-openings.ts';
import { readViews } from '../../../src-main/storage/views-store.ts';

/** Everything a person has in a workspace, by names that stay; what is not there is missing. All as text, to be compared. */
export type Content = ReadonlyMap<string, string>;

/** Reads all of a workspace as Ninestep does. Anything that cannot be read as it should fails. */
export async function workspaceContent(workspace: Workspace): Promise<Content> {
  const content = new Map<string, string>();
  const put = (name: string, value: unknown) => content.set(name, JSON.stringify(value));
  if (existsSync(workspace.projectFile)) put('project', withoutProblem(await openProject(workspace)).project);
  if (existsSync(workspace.queueFile)) put('queue', withoutProblem(await readQueue(workspace)));
  if (existsSync(workspace.viewsFile)) put('views', withoutProblem(await readViews(workspace)).views);
  const { groups, problems } = await listGroups(workspace);
  if (problems.length > 0) throw new Error(problems.join(' '));
  for (const { id, spec } of groups) put(`group ${id}`, spec);
  for (const place of [workspace.runs, workspace.bin]) {
    for (const id of runsIn(place)) {
      if (content.has(`record of ${id}`)) throw new Error(`${id} is in two places.`);
      for (const [what, value] of await runContent(join(place, id))) put(`${what} of ${id}`, value);
      put(`place of ${id}`, place === workspace.bin ? 'bin' : 'history');
    }
  }
  return content;
}

/** Folders without a record are runs that never came to be. */
function runsIn(place: string): string[] {
  if (!existsSync(place)) return [];
  return readdirSync(place).filter(
    (name) => name.startsWith('run_') && existsSync(join(place, name, RUN_FILES.record)),
  );
}

async function runContent(directory: string): Promise<[string, unknown][]> {
  const { points } = await readMetrics(directory);
  const model = (await hasModel(directory)) ? await loadModel(join(directory, RUN_FILES.model)) : null;
  return [
    ['record', await readRun(directory)],
    ['points', points],
    ['model', model?.checksum ?? null],
    ['marks', withoutProblem(await readMarks(directory)).marks],
    ['openings', await new TestOpenings().count(directory)],
  ];
}

function withoutProblem<T extends { problem: string | null }>({ problem, ...value }: T): Omit<T, 'problem'> {
  if (problem !== null) throw new Error(problem);
  return value;
}
