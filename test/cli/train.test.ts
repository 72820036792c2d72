import type { RunRecord } from '@shared/model/run.ts';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../../src-main/service/operations.ts';
import { readPoints, readRun } from '../../src-main/storage/run-store.ts';
import { ninestep, startNinestep } from '../helpers/cli.ts';
import { sketchExperiment, smallExperimentJson } from '../helpers/experiments.ts';
import { withValue } from '../helpers/json-path.ts';
import { withoutSeconds } from '../helpers/runs.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const FOR_EVER = withValue(smallExperimentJson, 'training.epochs', 10_000_000);

/** What lies in the folder of a run that has begun. */
const FILES = ['checkpoints', 'insight.jsonl', 'metrics.jsonl', 'model.json', 'run.json', 'snapshots.bin'];

function fileWith(content: unknown): string {
  const path = join(tempFolder(), 'experiment.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('ninestep train', () => {
  it('trains the example of the product description into files that all load', async () => {
    const out = join(tempFolder(), 'run');
    const { code, stdout, stderr } = await ninestep(['train', fileWith(sketchExperiment), '--out', out]);
    expect(code).toBe(0);
    expect(readdirSync(out).sort()).toEqual(FILES);
    const [record, points] = [await readRun(out), await readPoints(out)];
    expect(record).toMatchObject({ status: 'finished', origin: 'command-line', parameters: 47 });
    expect(record.experiment).toMatchObject(sketchExperiment);
    expect(points).toHaveLength(record.epochsDone + 1);
    const model = await loadModel(join(out, 'model.json'));
    expect(model.training!.epoch).toBe(record.best?.epoch);
    expect(JSON.parse(stdout)).toEqual({
      directory: out,
      model: join(out, 'model.json'),
      status: 'finished',
      epochs: record.epochsDone,
      seconds: record.seconds,
      engine: record.engine,
      last: record.last,
      best: record.best,
    });
    for (const line of stderr.split('\n').filter((text) => text !== '')) {
      expect(line).toMatch(/^epoch [\d,]+ of 200, .*left, loss: train [\d.e−]+(, validation [\d.e−]+)?$/);
    }
  });

  it('learns the article: the test loss falls far below the one it starts with', async () => {
    const out = join(tempFolder(), 'run');
    await ninestep(['train', fileWith(sketchExperiment), '--out', out, '--quiet']);
    const points = await readPoints(out);
    expect((await readRun(out)).best!.test!.loss).toBeLessThan(points[0]!.test!.loss / 20);
  });

  it('trains the same experiment to the same numbers, wherever it is started', async () => {
    const [first, second] = [join(tempFolder(), 'a'), join(tempFolder(), 'b')];
    const file = fileWith(smallExperimentJson);
    await ninestep(['train', file, '--out', first]);
    await ninestep(['train', file, '--out', second, '--quiet'], { cwd: tempFolder() });
    expect(withoutSeconds(await readPoints(second))).toEqual(withoutSeconds(await readPoints(first)));
    expect(readFileSync(join(second, 'model.json'))).toEqual(readFileSync(join(first, 'model.json')));
  });

  it('says in its record what trained it, and trains with what is asked for', async () => {
    const out = join(tempFolder(), 'run');
    const file = fileWith(smallExperimentJson);
    await ninestep(['train', file, '--out', out, '--quiet', '--backend', 'reference']);
    expect((await readRun(out)).engine).toMatchObject({ backend: 'reference', threads: 1 });
    const fast = join(tempFolder(), 'run');
    await ninestep(['train', file, '--out', fast, '--quiet', '--threads', '2']);
    expect((await readRun(fast)).engine.backend).toMatch(/^wasm-/);
  });

  it('of no epochs gives the model it would have started from', async () => {
    const out = join(tempFolder(), 'run');
    const file = fileWith(withValue(smallExperimentJson, 'training.epochs', 0));
    expect((await ninestep(['train', file, '--out', out, '--quiet'])).code).toBe(0);
    expect(await readPoints(out)).toHaveLength(1);
    expect((await loadModel(join(out, 'model.json'))).training!.epoch).toBe(0);
  });

  it('is quiet when told so', async () => {
    const { stderr } = await ninestep(['train', fileWith(smallExperimentJson), '--quiet']);
    expect(stderr).toBe('');
  });

  it('makes a folder in the workspace where no other is named', async () => {
    const workspace = tempFolder();
    const { stdout } = await ninestep(['train', fileWith(smallExperimentJson)], { workspace });
    const { directory } = JSON.parse(stdout) as { directory: string };
    expect(readdirSync(join(workspace, 'runs')).map((name) => join(workspace, 'runs', name))).toEqual([
      directory,
    ]);
    expect((await readRun(directory)).status).toBe('finished');
  });

  it('takes file and folder relative to where it is started', async () => {
    const cwd = tempFolder();
    writeFileSync(join(cwd, 'e.json'), JSON.stringify(smallExperimentJson));
    mkdirSync(join(cwd, 'empty'));
    expect((await ninestep(['train', 'e.json', '--out', 'empty'], { cwd })).code).toBe(0);
    expect((await readRun(join(cwd, 'empty'))).status).toBe('finished');
  });

  it('refuses a folder that is not empty, and leaves it as it is', async () => {
    const out = tempFolder();
    writeFileSync(join(out, 'mine'), 'mine');
    const { code, stderr, stdout } = await ninestep(['train', fileWith(smallExperimentJson), '--out', out]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^ninestep: .+ \[TARGET_EXISTS\]\n$/);
    expect(readdirSync(out)).toEqual(['mine']);
  });

  it('ends with 1, saying why in one line, where training diverges', async () => {
    const json = withValue(smallExperimentJson, 'training.optimizer', { type: 'sgd', learningRate: 1_000 });
    const out = join(tempFolder(), 'run');
    const file = fileWith(withValue(json, 'training.epochs', 1_000));
    const { code, stderr, stdout } = await ninestep(['train', file, '--out', out, '--quiet']);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^ninestep: (Layer 1 \(Dense\)|The output layer|The loss|The update).* at step [\d,]+ \(epoch .+\n$/,
    );
    expect(JSON.parse(stdout)).toMatchObject({ status: 'diverged' });
    expect((await readRun(out)).status).toBe('diverged');
  });
});

const bad: [string, unknown, string, string][] = [
  [
    'a malformed experiment',
    '{"format": "ninestep-experiment", "version": 1,}',
    'FILE_NOT_JSON',
    'line 1, column 48',
  ],
  ['an empty file', '', 'FILE_NOT_JSON', 'empty'],
  [
    'a wrong type',
    withValue(smallExperimentJson, 'training.epochs', 'many'),
    'INVALID_VALUE',
    'training.epochs',
  ],
  ['an unknown field', withValue(smallExperimentJson, 'network.depth', 3), 'UNKNOWN_FIELD', 'network.depth'],
  ['NaN', JSON.stringify(smallExperimentJson).replace('0.02', 'NaN'), 'FILE_NOT_JSON', 'NaN'],
  [
    'a number beyond all numbers',
    JSON.stringify(smallExperimentJson).replace('0.02', '1e999'),
    'INVALID_VALUE',
    'Infinity',
  ],
  [
    'a negative rate',
    withValue(smallExperimentJson, 'training.optimizer.learningRate', -1),
    'INVALID_VALUE',
    'above 0 and at most 1,000',
  ],
  [
    'zero units',
    withValue(smallExperimentJson, 'network.layers[0].units', 0),
    'INVALID_VALUE',
    'from 1 to 16,384',
  ],
  [
    'a split that leaves no rows',
    withValue(smallExperimentJson, 'data.source.rows', 2),
    'NO_ROWS',
    'data.split',
  ],
  [
    'a split that does not add up',
    withValue(smallExperimentJson, 'data.split.train', 0.5),
    'INVALID_VALUE',
    'add up to 1',
  ],
  [
    'a formula that gives no number',
    withValue(smallExperimentJson, 'data.source.targets.sum', 'log(-a)'),
    'DATA_NOT_FINITE',
    'Row 1',
  ],
  [
    'a formula that cannot be read',
    withValue(smallExperimentJson, 'data.source.targets.sum', "a + 'x\ny"),
    'FORMULA_INVALID',
    'data.source.targets.sum',
  ],
  [
    'too large a network',
    withValue(
      smallExperimentJson,
      'network.layers',
      [1, 2, 3, 4, 5].map(() => ({ type: 'dense', units: 16_384 })),
    ),
    'TOO_LARGE',
    'network.layers',
  ],
  ['a newer version', withValue(smallExperimentJson, 'version', 2), 'FILE_TOO_NEW', 'version'],
  ['a field given twice', '{"format": "ninestep-experiment", "format": "x"}', 'DUPLICATE_KEY', '"format"'],
  ['a million lists in each other', '['.repeat(1_000_000), 'TOO_DEEP', '32'],
  ['a model', '{"format": "ninestep-model", "version": 1}', 'INVALID_VALUE', 'format'],
  [
    'control characters in names',
    withValue(smallExperimentJson, 'a\u001bb\nc', 1),
    'UNKNOWN_FIELD',
    'no such field',
  ],
];

describe('ninestep train refuses', () => {
  it.each(bad)('%s: exit code 2, one line, nothing written', async (_what, content, code, part) => {
    const [out, workspace] = [join(tempFolder(), 'run'), tempFolder()];
    const file = fileWith(content);
    const result = await ninestep(['train', file, '--out', out], { workspace });
    expect({ code: result.code, stdout: result.stdout }).toEqual({ code: 2, stdout: '' });
    expect(result.stderr.endsWith(` [${code}]\n`)).toBe(true);
    expect(result.stderr.slice(0, -1)).not.toMatch(/\p{Cc}/u);
    expect(result.stderr.length).toBeLessThan(600);
    expect(result.stderr).toContain(part);
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(workspace)).toEqual([]);
  });

  it('says which file is wrong', async () => {
    const file = fileWith(withValue(smallExperimentJson, 'training.epochs', -1));
    expect((await ninestep(['train', file])).stderr).toContain(`ninestep: ${file}: training.epochs: `);
  });

  it.each([
    ['a file that is not there', 'no.json', 'FILE_NOT_FOUND'],
    ['a folder', '.', 'FILE_UNREADABLE'],
    ['a name with a line break', 'no\nsuch.json', 'FILE_NOT_FOUND'],
  ])('%s, in one line', async (_what, name, code) => {
    const result = await ninestep(['train', name, '--out', 'run']);
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(new RegExp(`^ninestep: .+ \\[${code}\\]\\n$`));
  });

  it('an endless device', async () => {
    const { code, stderr } = await ninestep(['train', '/dev/zero', '--out', 'run']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/\[FILE_\w+\]\n$/);
  });
});

describe('ninestep train, told in the wrong way,', () => {
  it.each([
    [['e.json', '--backend', 'fast'], 'There is no backend'],
    [['e.json', '--threads', '0'], '--threads takes a whole number from 1'],
    [['e.json', '--threads', 'two'], '--threads takes a whole number from 1'],
    [['e.json', '--epochs', '5'], '--epochs cannot be used here'],
    [['e.json', '--more-epochs', '5'], '--more-epochs cannot be used here'],
    [['--resume', 'run', '--out', 'other'], '--out cannot be used here'],
    [['--resume', 'run', '--epochs', '5', '--more-epochs', '5'], 'not both'],
    [['--resume', 'run', '--epochs', '1e9'], '--epochs takes a whole number'],
    [['e.json', '--resume', 'run'], 'Expected'],
  ])('%j, says so in one line', async (args, part) => {
    const { code, stdout, stderr } = await ninestep(['train', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^ninestep: .+ \[USAGE\]\n$/);
    expect(stderr).toContain(part);
  });
});

describe('ninestep train, interrupted', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s keeps the run as stopped and ends with 130',
    async (signal) => {
      const out = join(tempFolder(), 'run');
      const { child, result } = startNinestep(['train', fileWith(FOR_EVER), '--out', out]);
      await untilTold(child.stderr!);
      child.kill(signal);
      const { code, stdout, stderr } = await result;
      expect(code).toBe(130);
      const record = await readRun(out);
      expect(record).toMatchObject({ status: 'stopped', failure: null });
      expect(record.epochsDone).toBeGreaterThan(0);
      expect((JSON.parse(stdout) as RunRecord).status).toBe('stopped');
      expect(stderr).toContain('ninestep: Stopped after');
      expect((await loadModel(join(out, 'model.json'))).training!.epoch).toBe(record.best?.epoch);
      expect(readdirSync(out).sort()).toEqual(FILES);
      expect((await readPoints(out)).at(-1)).toEqual(record.last);
    },
  );

  it('goes on when nobody reads its progress any more', async () => {
    const out = join(tempFolder(), 'run');
    const epochs = withValue(smallExperimentJson, 'training.epochs', 150_000);
    const { child, result } = startNinestep(['train', fileWith(epochs), '--out', out]);
    child.stderr!.destroy(); // Its first line, after a second, finds nobody.
    expect((await result).code).toBe(0);
    expect((await readRun(out)).status).toBe('finished');
  });
});

/** Waits for the first line of progress. */
function untilTold(stream: NodeJS.ReadableStream): Promise<unknown> {
  return new Promise((resolve) => stream.once('data', resolve));
}
