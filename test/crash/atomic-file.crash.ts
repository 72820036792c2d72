import { Random } from '@shared/core/random.ts';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isTemporaryName } from '../../src-main/storage/atomic-file.ts';
import { readAtomicContent } from '../helpers/atomic-content.ts';
import { bundleChild } from '../helpers/bundle.ts';
import { campaignSize, SEED } from '../helpers/campaign.ts';
import { killAfter } from '../helpers/kill.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const KILLS = campaignSize(15, 500);
/** From the start of Node to a good many writes. */
const LATEST_MS = 600;

it(`${String(KILLS)} kills of a writer at random moments leave a whole file, never older than what was told (seed ${SEED})`, async () => {
  const program = await bundleChild('atomic-writer.ts', tempFolder());
  const random = new Random(SEED, 'kill moments');
  let leftovers = 0;
  let written = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const folder = tempFolder();
    const path = join(folder, 'file');
    const child = spawn(process.execPath, [program, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    let told = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (told += text));
    await killAfter(child, LATEST_MS * random.uniform());
    const acknowledged = told.split('\n').slice(0, -1).map(Number).at(-1) ?? 0;
    const found = existsSync(path) ? readAtomicContent(readFileSync(path, 'utf8')) : 0;
    expect(found).toBeGreaterThanOrEqual(acknowledged);
    expect(found).toBeLessThanOrEqual(acknowledged + 1);
    const others = readdirSync(folder).filter((name) => name !== 'file');
    expect(others.filter((name) => !isTemporaryName(name))).toEqual([]);
    leftovers += others.length;
    written += found;
  }
  console.log(`${String(written)} writes, ${String(leftovers)} temporary files left to be swept.`);
  expect(written).toBeGreaterThan(0);
});
