import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPoints, readRun } from '../../src-main/storage/run-store.ts';
import { ninestep } from '../helpers/cli.ts';
import { withoutSeconds } from '../helpers/runs.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

/** Two inputs, classes, numbers, and remarks that no network can take; 120 rows. */
const CSV = [
  'width;height;colour;price;remark',
  ...Array.from({ length: 120 }, (_, k) => {
    const [width, height] = [(k * 7) % 31, (k * 11) % 23];
    const colour = width > height ? 'red' : 'blue';
    return `${String(width)},5;${String(height)};${colour};${String(width * 2 + height)},25;remark ${String(k)}`;
  }),
].join('\n');

function folderWith(files: Record<string, string>): string {
  const folder = tempFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** A short experiment on a table, as a person would write it. */
function experimentOn(source: object, more: object = {}): string {
  return JSON.stringify({
    format: 'ninestep-experiment',
    version: 1,
    data: { source },
    training: { epochs: 3 },
    ...more,
  });
}

describe('ninestep train on a table', () => {
  it('suggests an experiment, writes it down and trains it; trained again from there it gives the same numbers', async () => {
    const folder = folderWith({ 'boxes.csv': CSV });
    const first = await ninestep(['train', 'boxes.csv', '--target', 'colour', '--out', 'run', '--quiet'], {
      cwd: folder,
    });
    expect(first).toMatchObject({ code: 0, stderr: '' });
    const run = join(folder, 'run');
    expect(JSON.parse(first.stdout)).toMatchObject({
      directory: run,
      experiment: join(run, 'experiment.json'),
    });
    const record = await readRun(run);
    expect(record).toMatchObject({
      status: 'finished',
      name: 'boxes',
      rows: { train: 72, validation: 12, test: 36 },
    });
    expect(record.experiment.training.loss).toBe('binary-cross-entropy');
    expect(record.best!.test!.classification!.accuracy).toBeGreaterThan(0.8);

    const written = JSON.parse(readFileSync(join(run, 'experiment.json'), 'utf8')) as {
      data: { source: object };
    };
    expect(written.data.source).toMatchObject({ path: '../boxes.csv' });
    const again = join(folder, 'again');
    await ninestep(['train', join(run, 'experiment.json'), '--out', again, '--quiet']);
    expect(withoutSeconds(await readPoints(again))).toEqual(withoutSeconds(await readPoints(run)));
  });

  it('takes several targets, and guesses where none is named', async () => {
    const folder = folderWith({ 'boxes.csv': CSV });
    const two = ['train', 'boxes.csv', '--target', 'price, height', '--out', 'two', '--quiet'];
    expect((await ninestep(two, { cwd: folder })).code).toBe(0);
    const roles = async (name: string) =>
      (await readRun(join(folder, name))).experiment.data.columns.map(({ role }) => role);
    expect(await roles('two')).toEqual(['input', 'target', 'input', 'target', 'ignored']);
    expect((await ninestep(['train', 'boxes.csv', '--out', 'guess', '--quiet'], { cwd: folder })).code).toBe(
      0,
    );
    expect((await roles('guess')).filter((role) => role === 'target')).toHaveLength(1);
  });

  it.each<[string, string[], string]>([
    [
      CSV,
      ['--target', 'color'],
      'boxes.csv: --target: The table has no column "color". The nearest names are "colour", ',
    ],
    [CSV, ['--target', 'remark'], 'boxes.csv: --target: "remark" is text, which no network can take.'],
    [CSV, ['--target', ''], '--target is missing.'],
    ['width;height\n', ['--target', 'width'], 'only a header'],
    ['', ['--target', 'width'], 'empty'],
    ['width\n1\n2\n', ['--target', 'width'], 'At least one input is needed.'],
    ['width;height\n1;2\n', ['--target', 'width'], 'The table has 1 row only.'],
    [CSV.replaceAll('blue', 'red'), ['--target', 'colour'], '"colour" has the same value in every row'],
  ])('refuses in one line, and writes nothing: %#', async (content, args, message) => {
    const folder = folderWith({ 'boxes.csv': content });
    const { code, stdout, stderr } = await ninestep(['train', 'boxes.csv', ...args, '--out', 'run'], {
      cwd: folder,
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^ninestep: .+ \[[A-Z_]+\]\n$/);
    expect(stderr).toContain(message);
    expect(readdirSync(folder)).toEqual(['boxes.csv']);
  });

  it('gives a model that reads the numbers of a few rows as those of its own table', async () => {
    const rows = Array.from({ length: 120 }, (_, k) => {
      const area = 1_000 + k * 37;
      return `${String(Math.floor(area / 1_000))}.${String(area % 1_000).padStart(3, '0')};${String(k * 2)},5`;
    });
    const folder = folderWith({
      'flats.csv': ['area;rent', ...rows].join('\n'),
      'asked.csv': 'area;note\n1.370;a\n2.480;b\n',
      'plain.csv': 'area;note\n1370;a\n2480;b\n',
      'point.csv': 'area;note\n1370.0;a\n2480.0;b\n',
    });
    await ninestep(['train', 'flats.csv', '--target', 'rent', '--out', 'run', '--quiet'], { cwd: folder });
    const answers = async (file: string) =>
      (await ninestep(['predict', join('run', 'model.json'), file], { cwd: folder })).stdout;
    const expected = await answers('plain.csv');
    expect(expected).toMatch(/^rent\n-?\d/);
    expect(await answers('asked.csv')).toBe(expected);
    expect(await answers('point.csv')).toBe(expected);
  });

  it('says what of the table was repaired, unless it shall be quiet', async () => {
    const folder = folderWith({ 'boxes.csv': `${CSV}\n7,5;3;red\n` });
    const train = (...more: string[]) =>
      ninestep(['train', 'boxes.csv', '--target', 'colour', ...more], { cwd: folder });
    const told = await train('--out', 'one');
    expect(told.code).toBe(0);
    expect(told.stderr).toMatch(
      /^ninestep: boxes\.csv: 1 row is shorter than the others \(first row 121\)\./m,
    );
    expect((await train('--out', 'two', '--quiet')).stderr).toBe('');
  });

  it('does not take a target for a run that goes on', async () => {
    const { code, stderr } = await ninestep(['train', '--resume', 'run', '--target', 'x']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('--target cannot be used here') as string,
    });
  });
});

describe('an experiment file on a table', () => {
  it('may leave out all but path and target; the path begins at the folder of the file', async () => {
    const folder = folderWith({ 'boxes.csv': CSV });
    mkdirSync(join(folder, 'plans'));
    const source = { kind: 'file', path: '../boxes.csv', inputs: ['width', 'height'], targets: ['colour'] };
    writeFileSync(join(folder, 'plans', 'plan.json'), experimentOn(source, { name: 'Mine' }));
    expect(
      await ninestep(['train', 'plans/plan.json', '--out', 'run', '--quiet'], { cwd: folder }),
    ).toMatchObject({
      code: 0,
      stderr: '',
    });
    const { experiment, name, epochsDone } = await readRun(join(folder, 'run'));
    expect({ name, epochsDone }).toEqual({ name: 'Mine', epochsDone: 3 });
    expect(experiment.data.source).toMatchObject({ path: join(folder, 'boxes.csv'), rows: 120 });
    expect(experiment.data.columns.map(({ role }) => role)).toEqual([
      'input',
      'input',
      'target',
      'ignored',
      'ignored',
    ]);
    expect(experiment.training.earlyStopping).toBeUndefined();
    expect(existsSync(join(folder, 'run', 'experiment.json'))).toBe(false);
  });

  it('may name a table that comes with Ninestep, and say of split and network what it likes', async () => {
    const data = {
      source: { kind: 'bundled', id: 'iris' },
      split: { train: 0.7, validation: 0, test: 0.3, seed: 3 },
    };
    const network = { layers: [{ type: 'dense', units: 5 }], output: { l2: 0.001 } };
    const folder = folderWith({ 'iris.json': experimentOn({}, { data, network }) });
    const { code, stderr } = await ninestep(['train', 'iris.json', '--out', 'run', '--quiet'], {
      cwd: folder,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { experiment, rows } = await readRun(join(folder, 'run'));
    expect(rows).toEqual({ train: 105, validation: 0, test: 45 });
    expect(experiment.data.split).toMatchObject({ order: 'stratified', seed: 3 });
    expect(experiment.network.layers).toMatchObject([{ units: 5 }]);
    expect(experiment.network.output).toMatchObject({ activation: 'softmax', l2: 0.001 });
  });

  it('is refused once its table has changed', async () => {
    const folder = folderWith({ 'boxes.csv': CSV });
    await ninestep(['train', 'boxes.csv', '--target', 'colour', '--out', 'run', '--quiet'], { cwd: folder });
    writeFileSync(join(folder, 'boxes.csv'), CSV.replace('red', 'blue'));
    const changed = await ninestep(['train', 'run/experiment.json', '--out', 'b'], { cwd: folder });
    expect(changed.code).toBe(2);
    expect(changed.stderr).toContain('[DATA_CHANGED]');
    renameSync(join(folder, 'boxes.csv'), join(folder, 'moved.csv'));
    const moved = await ninestep(['train', 'run/experiment.json', '--out', 'b'], { cwd: folder });
    expect(moved.stderr).toContain('[FILE_NOT_FOUND]');
    expect(existsSync(join(folder, 'b'))).toBe(false);
  });

  it.each<[object, string]>([
    [{ kind: 'file', path: 'none.csv', targets: ['y'] }, '[FILE_NOT_FOUND]'],
    [
      { kind: 'file', path: 'boxes.csv', targets: ['no such'] },
      'data.source.targets: The table has no column "no such"',
    ],
    [
      { kind: 'file', path: 'boxes.csv', targets: 'colour' },
      'data.source.targets: Must be a list of names of columns',
    ],
    [{ kind: 'file', path: 'boxes.csv', goals: ['colour'] }, 'data.source.goals'],
    [{ kind: 'file' }, 'data.source.path'],
    [{ kind: 'bundled', id: 'toString' }, 'data.source.id'],
    [{ kind: 'cloud' }, 'data.source'],
  ])('is refused where it cannot be: %j', async (source, message) => {
    const folder = folderWith({ 'boxes.csv': CSV, 'plan.json': experimentOn(source) });
    const { code, stderr } = await ninestep(['train', 'plan.json', '--out', 'run'], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(existsSync(join(folder, 'run'))).toBe(false);
  });
});
