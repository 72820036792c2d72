import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ninestep } from '../helpers/cli.ts';
import { finishedRun } from '../helpers/runs.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

describe('ninestep export of a run', () => {
  it.each([
    ['its folder', ''],
    ['its record', 'run.json'],
    ['its model', 'model.json'],
  ])('takes %s: the report tells the run', async (_, name) => {
    const { directory: run } = await finishedRun();
    const out = join(tempFolder(), 'report.html');
    const { code, stderr } = await ninestep(['export', join(run, name), '--format', 'report', '--out', out]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(readFileSync(out, 'utf8')).toContain('Loss by epoch');
  });

  it('writes the same model from its folder as from its file', async () => {
    const { directory: run } = await finishedRun();
    const out = join(tempFolder(), 'model.json');
    expect((await ninestep(['export', run, '--format', 'json', '--out', out])).code).toBe(0);
    expect(readFileSync(out, 'utf8')).toBe(readFileSync(join(run, 'model.json'), 'utf8'));
  });

  it('says what is missing where a folder is no run', async () => {
    const folder = tempFolder();
    const out = join(dirname(folder), 'never.html');
    const { code, stderr } = await ninestep(['export', folder, '--format', 'report', '--out', out]);
    expect(code).toBe(2);
    expect(stderr).toContain('[FILE_NOT_FOUND]');
  });
});
