import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPredictor } from '@shared/export/predictor.ts';
import { verifyModel } from '@shared/export/verify-model.ts';
import type { GoldenCase } from '@shared/model/model-file.ts';
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
/** Another machine's library may round an exponential differently in its last digits. */
const OTHER_LIBRARIES = 1e-12;

function largestRelativeError(found: readonly number[], expected: readonly number[]): number {
  expect(found).toHaveLength(expected.length);
  return Math.max(
    ...found.map((value, t) => Math.abs(value - expected[t]!) / Math.max(1, Math.abs(expected[t]!))),
  );
}

/** What is newer than a file is filled in with its default; what the file says stays as it says. Written by version 0.1.0 on the day the formats were fixed; models of a table and of classes by 0.6.0, which added base64 and sums. Never to be made again: people have files like these. */
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
    expect(model.training?.experiment).toEqual(experiment);
  });

  it.each([
    'model',
    'table-model',
    'table-model.base64',
    'classes-model',
    'classes-model.base64',
    'imported-model',
  ])('the model of %s.json, which answers what it answered then', (name) => {
    const model = parseModelFile(json(`${name}.json`));
    expect(verifyModel(model, json(`${name}.json`)).goldenCases).toBe(model.goldenCases.length);
    const answers = json('answers.json') as Record<string, GoldenCase[]>;
    const predict = createPredictor(model);
    for (const { inputs, outputs } of answers[name.replace('.base64', '')]!) {
      expect(largestRelativeError(predict(inputs), outputs)).toBeLessThan(OTHER_LIBRARIES);
    }
  });

  it.each(['table-model', 'classes-model'])('both forms of %s, which are one model', (name) => {
    const [readable, packed] = [`${name}.json`, `${name}.base64.json`].map((file) => {
      const { sums: _, checksum: __, ...content } = parseModelFile(json(file));
      return content;
    });
    expect(packed).toEqual(readable);
  });

  it('the project', async () => {
    const workspace = tempWorkspace();
    writeFileSync(workspace.projectFile, text('project.json'));
    expect(await openProject(workspace)).toMatchObject({ project: json('project.json'), problem: null });
    expect(readFileSync(workspace.projectFile, 'utf8')).toBe(text('project.json'));
  });
});
