/** Trains a run, with all its files on the disk it is told, and prints how that went. Started on a disk that is full. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '../../../src-main/storage/atomic-file.ts';
import { workspaceAt } from '../../../src-main/storage/paths.ts';
import { createRun, readRun } from '../../../src-main/storage/run-store.ts';
import { writeTogether } from '../../../src-main/storage/write-together.ts';
import { JobControl } from '../../../src-main/trainer/job-control.ts';
import { runJob } from '../../../src-main/trainer/run-job.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { referenceEngine } from '../engines.ts';
import { smallExperimentJson } from '../experiments.ts';

/** Two files of which the disk has room for the second only, which is to replace one that is there. */
async function writeTooMuchTogether(folder: string, path: string): Promise<object> {
  const weights = { path: join(folder, 'weights.bin'), content: new Uint8Array(1_000_000), mayReplace: true };
  const code = await writeTogether([weights, { path, content: 'new', mayReplace: true }], () =>
    Promise.resolve('none'),
  ).catch((error: unknown) => (error as { code: string }).code);
  return { code, files: readdirSync(folder), text: readFileSync(path, 'utf8') };
}

async function main(disk: string): Promise<void> {
  const folder = join(disk, 'folder');
  mkdirSync(folder);
  const path = join(folder, 'file.txt');
  await writeFileAtomic(path, 'old');
  const code = await writeFileAtomic(path, 'x'.repeat(1_000_000)).then(
    () => 'none',
    (error: unknown) => (error as { code: string }).code,
  );
  const files = readdirSync(folder);
  const together = await writeTooMuchTogether(folder, path);

  const training = { ...smallExperimentJson.training, epochs: 400 };
  const experiment = parseExperiment({ ...smallExperimentJson, training });
  const { directory, record } = await createRun(null, workspaceAt(disk), experiment, 'command-line');
  writeFileSync(join(disk, 'filler'), Buffer.alloc(16_384));
  const control = new JobControl();
  const ended = await runJob({
    directory,
    record,
    engine: referenceEngine(),
    control,
    onProgress: () => undefined,
  });
  const kept = await readRun(directory);
  process.stdout.write(
    JSON.stringify({
      atomic: { code, files },
      together,
      run: { status: ended.status, failure: ended.failure?.code, kept: kept.id === record.id },
      leftovers: readdirSync(directory).filter((name) => name.endsWith('.tmp') || name === 'run.lock'),
    }),
  );
}

void main(process.argv[2] ?? '');
