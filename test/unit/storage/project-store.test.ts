import { formatJson } from '@shared/core/json-text.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { projectSchema } from '@shared/schema/project.ts';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workspaceAt } from '../../../src-main/storage/paths.ts';
import { exampleExperiments, openProject, saveProject } from '../../../src-main/storage/project-store.ts';
import { smallExperiment } from '../../helpers/experiments.ts';
import { tempWorkspace } from '../../helpers/runs.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { rejectionOf } from '../../helpers/thrown.ts';

const project = {
  format: 'ninestep-project' as const,
  version: 1 as const,
  name: 'Mine',
  experiments: [{ id: 'exp_000000000001', experiment: smallExperiment() }],
};

describe('openProject', () => {
  it('greets at the first start with the examples, and keeps that project', async () => {
    const workspace = workspaceAt(join(tempFolder(), 'not', 'there', 'yet'));
    const first = await openProject(workspace);
    expect(first.problem).toBeNull();
    expect(projectSchema.parse(first.project)).toEqual(first.project);
    expect(first.project.experiments.map(({ example }) => example)).toEqual([
      'article-solved',
      'article',
      'rings',
    ]);
    expect(await openProject(workspace)).toEqual(first);
  });

  it('gives back what was saved', async () => {
    const workspace = tempWorkspace();
    await saveProject(workspace, project);
    expect(await openProject(workspace)).toEqual({ project, problem: null });
  });

  it.each([
    ['empty', ''],
    ['cut off', formatJson(project).slice(0, 300)],
    ['no JSON', 'project'],
    ['of another kind', '{"format": "ninestep-model", "version": 1}'],
    ['with an unknown field', formatJson({ ...project, extra: 1 })],
    ['with a broken experiment', formatJson(project).replace('"epochs": 4', '"epochs": -4')],
    ['with a field twice', formatJson(project).replace('"version": 1', '"version": 1, "version": 1')],
  ])('sets a file aside that is %s, byte for byte, and says so', async (_what, content) => {
    const workspace = tempWorkspace();
    writeFileSync(workspace.projectFile, content);
    const { project: fresh, problem } = await openProject(workspace);
    const kept = readdirSync(workspace.root).filter((name) => name.includes('corrupt'));
    expect(kept).toHaveLength(1);
    expect(readFileSync(join(workspace.root, kept[0]!), 'utf8')).toBe(content);
    expect(problem).toContain(kept[0]);
    expect(fresh.experiments).toHaveLength(exampleExperiments().length);
    expect(await openProject(workspace)).toEqual({ project: fresh, problem: null });
  });

  it('leaves a file of a newer version where it is, so that the newer Ninestep finds it (M2)', async () => {
    const workspace = tempWorkspace();
    const content = '{"format": "ninestep-project", "version": 2, "made": "tomorrow"}';
    writeFileSync(workspace.projectFile, content);
    expect(await rejectionOf(openProject(workspace))).toMatchObject({ code: 'FILE_TOO_NEW' });
    expect(readFileSync(workspace.projectFile, 'utf8')).toBe(content);
    expect(readdirSync(workspace.root)).toHaveLength(1);
  });

  it('sets nothing aside that it merely could not read', async () => {
    const workspace = tempWorkspace();
    mkdirSync(workspace.projectFile); // Stands for every refusal of the system, such as too many open files.
    expect(await rejectionOf(openProject(workspace))).toMatchObject({ code: 'FILE_UNREADABLE' });
    expect(readdirSync(workspace.root)).toHaveLength(1);
  });
});

describe('saveProject', () => {
  it('refuses a project that it would not read again, and keeps the old file', async () => {
    const workspace = tempWorkspace();
    await saveProject(workspace, project);
    const before = readFileSync(workspace.projectFile, 'utf8');
    const experiment = { ...smallExperiment(), description: 'x'.repeat(4_000) };
    const cases = Array.from({ length: 1_000 }, () => ({
      inputs: { a: 0.1234567890123, b: 0.1234567890123 },
    }));
    const experiments = Array.from({ length: 120 }, (_, k) => ({
      id: `exp_${String(k).padStart(12, '0')}`,
      experiment: { ...experiment, testCases: cases },
    }));
    expect(formatJson({ ...project, experiments }).length).toBeGreaterThan(LIMITS.experimentBytes);
    expect(await rejectionOf(saveProject(workspace, { ...project, experiments }))).toMatchObject({
      code: 'FILE_TOO_LARGE',
    });
    expect(readFileSync(workspace.projectFile, 'utf8')).toBe(before);
  });
});

describe('exampleExperiments', () => {
  it('are complete and can be trained', () => {
    for (const { experiment } of exampleExperiments()) expect(experiment.testCases).toHaveLength(4);
  });
});
