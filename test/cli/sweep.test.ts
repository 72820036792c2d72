import type { MetricsPoint } from '@shared/model/run.ts';
import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type GroupRun, runsOfGroup } from '../../src-main/groups/group-runs.ts';
import { listGroups } from '../../src-main/storage/group-store.ts';
import { workspaceAt } from '../../src-main/storage/paths.ts';
import { readPoints } from '../../src-main/storage/run-store.ts';
import { ninestep, startNinestep } from '../helpers/cli.ts';
import { smallExperimentJson } from '../helpers/experiments.ts';
import { withValue } from '../helpers/json-path.ts';
import { withoutSeconds } from '../helpers/runs.ts';
import { sweepJson } from '../helpers/sweeps.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const resources = resolve(import.meta.dirname, '../../resources');

function fileWith(content: unknown, name = 'sweep.json'): string {
  const path = join(tempFolder(), name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

interface Result {
  directory: string;
  group: string;
  runs: Record<string, number>;
  epochs: number;
  best: {
    loss: { mean: number; deviation: number | null };
    values: object;
    part: string;
    model: string;
  } | null;
  configurations: unknown[];
}

function resultOf(stdout: string): Result {
  return JSON.parse(stdout) as Result;
}

/** The runs of the only sweep in a folder, by their place. */
async function runsIn(folder: string): Promise<Map<number, GroupRun>> {
  const workspace = workspaceAt(folder);
  const { groups } = await listGroups(workspace);
  expect(groups).toHaveLength(1);
  return runsOfGroup(workspace, groups[0]!.id);
}

/** All that every run measured, by its place: what two sweeps of the same spec must agree on. */
async function pointsIn(folder: string): Promise<Record<number, Omit<MetricsPoint, 'seconds'>[]>> {
  const runs = [...(await runsIn(folder))].sort(([a], [b]) => a - b);
  const points = runs.map(
    async ([index, run]) => [index, withoutSeconds(await readPoints(run.directory))] as const,
  );
  return Object.fromEntries(await Promise.all(points));
}

const grid = sweepJson({
  settings: [
    { path: 'training.optimizer.learningRate', range: { from: 0.001, to: 0.1, scale: 'log', steps: 2 } },
    { path: 'network.layers[0].units', values: [2, 6] },
  ],
  replicates: { count: 2 },
});

/** 64 short runs, long enough for several to be under way when something happens. */
const many = sweepJson({
  experiment: withValue(smallExperimentJson, 'training.epochs', 120),
  settings: [
    { path: 'training.optimizer.learningRate', range: { from: 0.0001, to: 1, scale: 'log', steps: 8 } },
    { path: 'network.layers[0].units', values: [1, 2, 3, 4, 6, 8, 12, 16] },
  ],
});
const manyHalved = { ...many, halving: { minEpochs: 10, factor: 3 } };

/** On a machine that does much else, too. */
const MANY_RUNS_MS = 240_000;

/** Starts a sweep and does something to it when it has told of so many runs. */
async function interruptedAfter(
  lines: number,
  args: string[],
  signal: NodeJS.Signals,
): Promise<{ code: number | null; stderr: string }> {
  const { child, result } = startNinestep(['sweep', ...args]);
  let told = 0;
  child.stderr!.on('data', (text: string) => {
    told += text.split('\n').length - 1;
    if (told >= lines && !child.killed) child.kill(signal);
  });
  return result;
}

describe('ninestep sweep', () => {
  it('trains every run and says which configuration is best', async () => {
    const out = join(tempFolder(), 'sweep');
    const { code, stdout, stderr } = await ninestep(['sweep', fileWith(grid), '--out', out]);
    expect(code).toBe(0);
    const result = resultOf(stdout);
    expect(result).toMatchObject({
      directory: out,
      runs: { planned: 8, finished: 8, missing: 0 },
      epochs: 32,
    });
    expect(result.configurations).toHaveLength(4);
    expect(result.best).toMatchObject({ part: 'validation', loss: { runs: 2 } });
    expect(result.best!.loss.deviation).toBeGreaterThan(0);
    expect((await ninestep(['verify', result.best!.model])).code).toBe(0);
    expect(stderr).toMatch(/^8 of 8: lr 0\.1 · units 6 · seed 2, finished after 4 epochs$/m);
    expect(stderr).toMatch(/^ninestep: Best is lr \S+ · units \d: validation loss \S+ ± \S+ over 2 runs\.$/m);
  });

  it('lies in the workspace, where the window shows it, without --out', async () => {
    const workspace = tempFolder();
    const { stdout } = await ninestep(['sweep', fileWith(grid), '--quiet'], { workspace });
    const { directory, group } = resultOf(stdout);
    expect(directory).toBe(join(workspace, 'groups', group));
    expect(readdirSync(join(workspace, 'runs'))).toHaveLength(8);
    expect(
      resultOf((await ninestep(['sweep', '--resume', directory], { workspace })).stdout).runs.finished,
    ).toBe(8);
  });

  it('trains several runs at once in processes of their own, to the same bits', async () => {
    const [one, three] = [join(tempFolder(), 'one'), join(tempFolder(), 'three')];
    const spec = fileWith(grid);
    await ninestep(['sweep', spec, '--out', one, '--quiet']);
    const { code, stderr } = await ninestep([
      'sweep',
      spec,
      '--out',
      three,
      '--quiet',
      '--jobs',
      '3',
      '--threads',
      '1',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(await pointsIn(three)).toEqual(await pointsIn(one));
  });

  it('takes its experiment from a file of its own, whose table is seen from there', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'data'));
    copyFileSync(join(resources, 'datasets/iris.csv'), join(folder, 'data/iris.csv'));
    const source = { kind: 'file', path: 'iris.csv', targets: ['species'] };
    const experiment = {
      format: 'ninestep-experiment',
      version: 1,
      data: { source },
      training: { epochs: 2 },
    };
    writeFileSync(join(folder, 'data/iris.json'), JSON.stringify(experiment));
    const spec = join(folder, 'folds.json');
    writeFileSync(
      spec,
      JSON.stringify({ ...sweepJson({ crossValidation: { folds: 3 } }), experiment: 'data/iris.json' }),
    );
    const { code, stdout } = await ninestep(['sweep', spec, '--out', join(folder, 'out'), '--quiet']);
    expect(code).toBe(0);
    expect(resultOf(stdout)).toMatchObject({
      runs: { planned: 3, finished: 3 },
      best: { loss: { runs: 3 } },
    });
  });

  it('goes on with the same spec in the same folder, and refuses another one', async () => {
    const out = join(tempFolder(), 'sweep');
    await ninestep(['sweep', fileWith(grid), '--out', out, '--quiet']);
    const before = await runsIn(out);
    const again = await ninestep(['sweep', fileWith(grid), '--out', out, '--quiet']);
    expect(resultOf(again.stdout).runs).toEqual({ planned: 8, finished: 8, missing: 0 });
    expect(await runsIn(out)).toEqual(before);
    const other = await ninestep(['sweep', fileWith({ ...grid, name: 'Another' }), '--out', out]);
    expect(other.code).toBe(2);
    expect(other.stderr).toMatch(/holds another sweep.*\[TARGET_EXISTS\]\n$/);
  });

  it('is stopped in order by Ctrl+C, says how to go on, and goes on', async () => {
    const out = join(tempFolder(), 'sweep');
    const { code, stderr } = await interruptedAfter(3, [fileWith(many), '--out', out], 'SIGINT');
    expect(code).toBe(130);
    expect(stderr).toContain(`Go on with: ninestep sweep --resume ${out}\n`);
    const resumed = await ninestep(['sweep', '--resume', out, '--quiet']);
    expect(resultOf(resumed.stdout).runs).toEqual({ planned: 64, finished: 64, missing: 0 });
  });

  it.each([
    ['one after the other', many, []],
    ['in processes of their own', many, ['--jobs', '2', '--threads', '1']],
    ['with halving', manyHalved, []],
  ])(
    'of 64 runs that was killed in the middle finishes the rest only once, to the same bits: %s',
    async (_how, spec, options) => {
      const [whole, killed] = [join(tempFolder(), 'whole'), join(tempFolder(), 'killed')];
      const file = fileWith(spec);
      await ninestep(['sweep', file, '--out', whole, '--quiet', ...options]);
      await interruptedAfter(20, [file, '--out', killed, ...options], 'SIGKILL');
      const before = await runsIn(killed);
      const finished = [...before].filter(([, { record }]) => record.status === 'finished');
      expect(before.size).toBeLessThan(64);
      const { code, stdout } = await ninestep(['sweep', '--resume', killed, '--quiet', ...options]);
      expect(code).toBe(0);
      expect(resultOf(stdout).runs.missing).toBe(0);
      const after = await runsIn(killed);
      for (const [index, run] of finished) expect(after.get(index)).toEqual(run);
      // A kill may leave the empty folder of a run that was never begun.
      const records = readdirSync(join(killed, 'runs')).filter((name) =>
        existsSync(join(killed, 'runs', name, 'run.json')),
      );
      expect(records).toHaveLength(64);
      expect(await pointsIn(killed)).toEqual(await pointsIn(whole));
    },
    MANY_RUNS_MS,
  );

  it('refuses a second command on the same sweep', async () => {
    const out = join(tempFolder(), 'sweep');
    const endless = withValue(smallExperimentJson, 'training.epochs', 10_000_000);
    const { child, result } = startNinestep([
      'sweep',
      fileWith(sweepJson({ experiment: endless, halving: { minEpochs: 1 } })),
      '--out',
      out,
    ]);
    await once(child.stderr!, 'data');
    const second = await ninestep(['sweep', '--resume', out]);
    expect(second.code).toBe(2);
    expect(second.stderr).toMatch(/is training the sweep "Small sweep".*\[RUN_BUSY\]\n$/);
    child.kill('SIGTERM');
    expect((await result).code).toBe(130);
  });

  it('says by its exit code that no run came to anything', async () => {
    const settings = [{ path: 'training.optimizer', values: [] }];
    expect((await ninestep(['sweep', fileWith(sweepJson({ settings }))])).code).toBe(2);
    const wild = sweepJson({
      experiment: withValue(smallExperimentJson, 'training.optimizer', { type: 'sgd', learningRate: 1000 }),
      settings: [{ path: 'training.loss', values: ['mse'] }],
      replicates: { count: 2 },
    });
    const { code, stdout } = await ninestep(['sweep', fileWith(wild), '--quiet']);
    expect(resultOf(stdout)).toMatchObject({ runs: { diverged: 2 }, best: null });
    expect(code).toBe(1);
  });

  it.each([
    ['no spec', [], 'USAGE'],
    ['a file that is none', [join(resources, 'examples/article.json')], 'INVALID_VALUE'],
    ['a file that is not there', ['missing.json'], 'FILE_NOT_FOUND'],
    ['no jobs', ['x.json', '--jobs', '0'], 'USAGE'],
    ['--out when it goes on', ['--resume', 'x', '--out', 'y'], 'USAGE'],
    ['a folder without a sweep', ['--resume', 'nowhere'], 'FILE_NOT_FOUND'],
  ])('refuses %s in one line', async (_what, args, code) => {
    const result = await ninestep(['sweep', ...args]);
    expect({ code: result.code, stdout: result.stdout }).toEqual({ code: 2, stdout: '' });
    expect(result.stderr).toMatch(new RegExp(`^ninestep: .+ \\[${code}\\]\\n$`));
  });

  it.each([
    ['a path that is no setting', { settings: [{ path: 'training.rate', values: [1] }] }, 'settings[0].path'],
    ['too many runs', { replicates: { count: 1000 }, crossValidation: { folds: 2 } }, 'at most 1,000'],
  ])('refuses %s, with nothing written', async (_what, changes, words) => {
    const out = join(tempFolder(), 'sweep');
    const { code, stderr } = await ninestep(['sweep', fileWith(sweepJson(changes)), '--out', out]);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
    expect(() => readdirSync(out)).toThrow();
  });

  it('trains the example that comes with Ninestep', async () => {
    const example = join(resources, 'examples/sweeps/diabetes-rates.json');
    const { code, stdout } = await ninestep(['sweep', example, '--quiet']);
    expect(code).toBe(0);
    const { runs, epochs } = resultOf(stdout);
    expect(runs.planned).toBe(48);
    expect(epochs).toBeLessThan(0.4 * 48 * 60);
  });
});
