import article from '@resources/examples/article.json' with { type: 'json' };
import solved from '@resources/examples/article-solved.json' with { type: 'json' };
import rings from '@resources/examples/rings.json' with { type: 'json' };
import { AppError } from '@shared/core/errors.ts';
import { makeId } from '@shared/core/ids.ts';
import { formatJson } from '@shared/core/json-text.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { formatBytes } from '@shared/core/text.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { Project } from '@shared/model/project.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { parseWith } from '@shared/schema/parse.ts';
import { projectSchema } from '@shared/schema/project.ts';
import { checkFormat } from '@shared/schema/versioned.ts';
import { randomBytes } from 'node:crypto';
import { writeFileAtomic } from './atomic-file.ts';
import { keepsItsPlace } from './file-errors.ts';
import { makeFolder } from './folders.ts';
import type { Workspace } from './paths.ts';
import { readJsonFile } from './read-json-file.ts';
import { setAside } from './set-aside.ts';

/** The experiments that come with Ninestep; the first is the one that greets a new user. */
export function exampleExperiments(): { example: string; experiment: Experiment }[] {
  return [
    { example: 'article-solved', experiment: parseExperiment(solved) },
    { example: 'article', experiment: parseExperiment(article) },
    { example: 'rings', experiment: parseExperiment(rings) },
  ];
}

/**
 * The project of a workspace; on the first start, the one that greets the user. A file that cannot be understood is set
 * aside, never overwritten, and told in `problem`. Throws FILE_TOO_NEW and FILE_UNREADABLE, the file untouched.
 */
export async function openProject(
  workspace: Workspace,
): Promise<{ project: Project; problem: string | null }> {
  try {
    const value = await readJsonFile(workspace.projectFile, LIMITS.experimentBytes, 'The project file');
    checkFormat(value, 'ninestep-project', 1, 'The project file');
    return { project: parseWith(projectSchema, value, 'project'), problem: null };
  } catch (error) {
    if (!(error instanceof AppError) || keepsItsPlace(error)) throw error;
    const project = greetingProject();
    if (error.code === 'FILE_NOT_FOUND') {
      await saveProject(workspace, project);
      return { project, problem: null };
    }
    const kept = setAside(workspace.projectFile, new Date());
    await saveProject(workspace, project);
    return {
      project,
      problem: `The project file could not be read. ${error.message} The file was kept as ${kept}, and a fresh project was opened.`,
    };
  }
}

function greetingProject(): Project {
  return {
    format: 'ninestep-project',
    version: 1,
    name: 'Article',
    experiments: exampleExperiments().map((entry) => ({ id: makeId('experiment', randomBytes), ...entry })),
  };
}

export async function saveProject(workspace: Workspace, project: Project): Promise<void> {
  const text = formatJson(project);
  // Else the next start would not read it.
  if (Buffer.byteLength(text) > LIMITS.experimentBytes) {
    throw new AppError(
      'FILE_TOO_LARGE',
      `The project is larger than ${formatBytes(LIMITS.experimentBytes)}. Remove experiments, or their initial weights.`,
    );
  }
  await makeFolder(workspace.root);
  await writeFileAtomic(workspace.projectFile, text);
}
