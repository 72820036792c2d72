import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyModel } from '@shared/export/verify-model.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { parseModelFile } from '@shared/schema/model-file.ts';
import { parseJson } from '@shared/schema/safe-json.ts';
import { describe, expect, it } from 'vitest';
import { readMetricsFile } from '../../../src-main/storage/metrics-file.ts';
import { openProject } from '../../../src-main/storage/project-store.ts';
import { parseRun } from '../../../src-main/storage/run-store.ts';
import { tempWorkspace } from '../../helpers/runs.ts';

const folder = join(import.meta.dirname, '../../fixtures/v1');
const text = (name: string) => readFileSync(join(folder, name), 'utf8');
const json = (name: string) => parseJson(text(name), name);

/** What is newer than a file is filled in with its default; what the file says stays as it says. Written by version 0.1.0 on the day the formats were fixed. Never to be made again: people have files like these. */
describe('a file of version 1 always opens:', () => {
  const experiment = parseExperiment(json('experiment.json'));

  it('the experiment', () => {
    expect(experiment).toMatchObject(json('experiment.json') as object);
  });

  it('the run', () => {
    const run = parseRun(json('run.json'), 'run.json');
    expect(run).toMatchObject({ status: 'finished', epochsDone: 4, parameters: 23, experiment });
    expect(run.best?.epoch).toBe(4);
  });

  it('the points', async () => {
    const { points } = await readMetricsFile(join(folder, 'metrics.jsonl'));
    expect(points.map((point) => point.epoch)).toEqual([0, 1, 2, 3, 4]);
    expect(points.at(-1)).toEqual(parseRun(json('run.json'), 'run.json').last);
  });

  it('the model, which still computes what it computed then', () => {
    const model = parseModelFile(json('model.json'));
    expect(verifyModel(model, json('model.json')).goldenCases).toBe(17);
    expect(model.training.experiment).toEqual(experiment);
  });

  it('the project', async () => {
    const workspace = tempWorkspace();
    writeFileSync(workspace.projectFile, text('project.json'));
    expect(await openProject(workspace)).toMatchObject({ project: json('project.json'), problem: null });
    expect(readFileSync(workspace.projectFile, 'utf8')).toBe(text('project.json'));
  });
});
