import { formatJson } from '@shared/core/json-text.ts';
import { modelJson } from '@shared/export/model-json.ts';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import brainjs from '../fixtures/import/brainjs.json' with { type: 'json' };
import { inspectPath } from '../../src-main/cli/inspect/inspect-path.ts';
import { pageText } from '../../src-main/cli/inspect/inspection.ts';
import { ninestep } from '../helpers/cli.ts';
import { smallExperiment } from '../helpers/experiments.ts';
import { sharedTempFolder } from '../helpers/temp-folder.ts';
import { trainedModel } from '../helpers/trained-model.ts';

const root = resolve(import.meta.dirname, '../..');

describe('ninestep inspect', () => {
  const folder = sharedTempFolder();
  const write = (name: string, content: unknown) => {
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  };
  beforeAll(async () => {
    const experiment = smallExperiment();
    const model = trainedModel(experiment);
    write('experiment.json', experiment);
    write('model.json', modelJson(model));
    write('changed.json', modelJson({ ...model, name: 'Changed' }));
    write('sweep.json', { format: 'ninestep-sweep', version: 1, experiment, replicates: { count: 3 } });
    write('project.json', {
      format: 'ninestep-project',
      version: 1,
      name: 'Mine',
      experiments: [{ id: 'exp_000000000001', experiment }],
    });
    copyFileSync(join(root, 'resources/datasets/iris.csv'), join(folder, 'iris.csv'));
    write('network.json', brainjs.cases[0]!.file);
    write('records.json', [
      { a: 1, day: '2024-02-29' },
      { a: 2, day: '2024-03-01' },
    ]);
    mkdirSync(join(folder, 'empty'));
    await ninestep(['train', 'experiment.json', '--out', 'run', '--quiet'], {
      cwd: folder,
      workspace: folder,
    });
  });

  it.each<[string, string, readonly string[]]>([
    ['model.json', 'model', ['sum, product', 'in order', 'its checksum matches', 'Dense']],
    ['changed.json', 'model', ['Changed: a model', 'does not match its checksum']],
    ['run', 'run', ['Finished', 'kept moments', 'hidden layers', 'loss train']],
    ['run/run.json', 'run', ['Finished']],
    ['experiment.json', 'experiment', ['an experiment', 'targets', 'sum, product']],
    ['sweep.json', 'sweep', ['runs', '3']],
    ['project.json', 'project', ['Mine: a project', 'experiments']],
    ['iris.csv', 'table', ['150', 'Text with separators', 'species', 'setosa, versicolor, virginica']],
    ['network.json', 'importable', ['brain.js', 'answers', 'layer']],
    ['records.json', 'table', ['JSON', '2024-02-29 to 2024-03-01']],
  ])('says of %s that it is a %s, in words and as JSON', async (file, kind, parts) => {
    const { kind: found, facts, page } = await inspectPath(join(folder, file));
    expect(found).toBe(kind);
    const words = pageText(page);
    for (const part of parts) expect(words).toContain(part);
    expect(() => JSON.parse(formatJson(facts)) as unknown).not.toThrow();
  });

  it('prints words, and with --json one document', async () => {
    const words = await ninestep(['inspect', 'iris.csv'], { cwd: folder });
    expect(words).toMatchObject({ code: 0, stderr: '' });
    expect(words.stdout).toMatch(/^iris\.csv: a table\n/);
    const json = await ninestep(['inspect', 'iris.csv', '--json'], { cwd: folder });
    expect(JSON.parse(json.stdout)).toMatchObject({ file: 'iris.csv', kind: 'table', rows: 150 });
  });

  it('keeps the results on test rows sealed', async () => {
    const run = (await inspectPath(join(folder, 'run'))).facts as { best: object };
    expect(Object.keys(run.best)).toContain('train');
    expect(Object.keys(run.best)).not.toContain('test');
    const model = (await inspectPath(join(folder, 'run/model.json'))).facts as { metrics: object };
    expect(Object.keys(model.metrics)).toEqual(['train', 'validation']);
  });

  it('changes nothing', async () => {
    const before = readFileSync(join(folder, 'run/run.json'), 'utf8');
    await inspectPath(join(folder, 'run'));
    expect(readFileSync(join(folder, 'run/run.json'), 'utf8')).toBe(before);
  });

  it.each([
    ['empty', 'FILE_NOT_FOUND', 'neither run.json nor'],
    ['nothing', 'FILE_NOT_FOUND', 'no such file'],
    ['newer.json', 'FILE_TOO_NEW', 'newer'],
    ['queue.json', 'INVALID_VALUE', 'housekeeping'],
    ['package.json', 'TABLE_INVALID', 'not a list of cells'],
    ['keras.h5', 'MODEL_UNSUPPORTED', 'tensorflowjs_converter'],
    ['cut.onnx', 'INVALID_VALUE', 'cut.onnx'],
  ])('refuses %s with %s', async (file, code, part) => {
    write('newer.json', { format: 'ninestep-model', version: 99 });
    writeFileSync(join(folder, 'keras.h5'), Buffer.from('894844460d0a1a0a', 'hex'));
    writeFileSync(join(folder, 'cut.onnx'), Buffer.from('08074a', 'hex'));
    write('queue.json', { format: 'ninestep-queue', version: 1 });
    copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
    await expect(inspectPath(join(folder, file))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(part) as string,
    });
  });
});
