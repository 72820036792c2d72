import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPoints, readRun, writeRun } from '../../src-main/storage/run-store.ts';
import { ninestep, startNinestep } from '../helpers/cli.ts';
import { smallExperimentJson } from '../helpers/experiments.ts';
import { withValue } from '../helpers/json-path.ts';
import { withoutSeconds } from '../helpers/runs.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

function fileWith(content: unknown): string {
  const path = join(tempFolder(), 'experiment.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}

/** The weights of a run's model: what two runs that came to the same agree on. */
function layersOf(directory: string): unknown {
  return (JSON.parse(readFileSync(join(directory, 'model.json'), 'utf8')) as { layers: unknown }).layers;
}

describe('ninestep train --resume', () => {
  it('goes on with a stopped run, for as many epochs in all as it is told, with the same bits', async () => {
    const endless = fileWith(withValue(smallExperimentJson, 'training.epochs', 10_000_000));
    const out = join(tempFolder(), 'run');
    const { child, result } = startNinestep(['train', endless, '--out', out]);
    await new Promise((resolve) => child.stderr!.once('data', resolve));
    child.kill('SIGINT');
    expect((await result).code).toBe(130);
    const epochs = (await readRun(out)).epochsDone + 200;
    const { code, stdout } = await ninestep([
      'train',
      '--resume',
      out,
      '--epochs',
      String(epochs),
      '--quiet',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ directory: out, status: 'finished', epochs });
    expect((await readRun(out)).experiment.training.epochs).toBe(epochs);
  });

  it('makes more epochs of a finished run, as if they had been planned', async () => {
    const [short, long] = [join(tempFolder(), 'short'), join(tempFolder(), 'long')];
    const planned = (epochs: number) => fileWith(withValue(smallExperimentJson, 'training.epochs', epochs));
    await ninestep(['train', planned(30), '--out', short, '--quiet']);
    await ninestep(['train', planned(50), '--out', long, '--quiet']);
    const resumed = await ninestep(['train', '--resume', short, '--more-epochs', '20']);
    expect(resumed.code).toBe(0);
    expect(withoutSeconds(await readPoints(short))).toEqual(withoutSeconds(await readPoints(long)));
    expect(layersOf(short)).toEqual(layersOf(long));
    expect((await ninestep(['verify', short])).code).toBe(0);
  });

  it('begins a run that was killed before its first checkpoint, with the same bits', async () => {
    const out = join(tempFolder(), 'run');
    await ninestep(['train', fileWith(smallExperimentJson), '--out', out, '--quiet']);
    const layers = layersOf(out);
    const record = await readRun(out);
    for (const name of readdirSync(out)) rmSync(join(out, name), { recursive: true });
    await writeRun(out, {
      ...record,
      status: 'running',
      endedAt: null,
      last: null,
      best: null,
      epochsDone: 0,
    });
    const { code } = await ninestep(['train', '--resume', out, '--quiet']);
    expect(code).toBe(0);
    expect(layersOf(out)).toEqual(layers);
    expect((await readRun(out)).status).toBe('finished');
  });

  it.each(['--resume', '--branch'])('tells of %s that no run is there, and what to name', async (option) => {
    const folder = tempFolder();
    const say = async (path: string) => {
      const { code, stdout, stderr } = await ninestep(
        ['train', option, path, '--at=0'].slice(0, option === '--branch' ? 4 : 3),
      );
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      return stderr;
    };
    const todo = 'Name the folder of a run, the one with its run.json. [FILE_NOT_FOUND]\n';
    const none = join(folder, 'none');
    expect(await say(none)).toBe(`ninestep: ${option}: There is no folder ${none}. ${todo}`);
    expect(await say(folder)).toBe(`ninestep: ${option}: There is no run in ${folder}. ${todo}`);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([['a finished run without more epochs', ['run'], 'RUN_CANNOT_GO_ON']])(
    'refuses %s in one line',
    async (_what, names, code) => {
      const folder = tempFolder();
      const out = join(folder, 'run');
      if (names.length > 0) await ninestep(['train', fileWith(smallExperimentJson), '--out', out, '--quiet']);
      const result = await ninestep(['train', '--resume', out]);
      expect({ code: result.code, stdout: result.stdout }).toEqual({ code: 2, stdout: '' });
      expect(result.stderr).toMatch(new RegExp(`^ninestep: .+ \\[${code}\\]\\n$`));
    },
  );
});
