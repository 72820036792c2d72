import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRun } from '../../src-main/storage/run-store.ts';
import { ninestep } from '../helpers/cli.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

describe('ninestep first-project', () => {
  it('trains what greets a new user, and shows right answers beside the truth', async () => {
    const workspace = tempFolder();
    const { code, stdout } = await ninestep(['first-project'], { workspace });
    expect(code).toBe(0);
    const [name = ''] = readdirSync(join(workspace, 'runs'));
    expect((await readRun(join(workspace, 'runs', name))).status).toBe('finished');
    expect(stdout).toContain(join(workspace, 'runs', name, 'model.json'));
    // Each answer stands before its truth in brackets: 100.00 (100).
    const answers = [...stdout.matchAll(/([−\d.]+) \(([−\d.,]+)\)/g)].map((match) =>
      match.slice(1).map(numberOf),
    );
    expect(answers).toHaveLength(4 * 3);
    for (const [answer, truth] of answers) expect(Math.abs(answer! - truth!)).toBeLessThan(0.5);
  });
});

function numberOf(text: string): number {
  return Number(text.replace('−', '-').replaceAll(',', ''));
}
