import { AppError } from '@shared/core/errors.ts';
import { EXPORT_FORMATS, type ExportFormat } from '@shared/model/export-formats.ts';
import { modelJson } from '@shared/export/model-json.ts';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportModelFile } from '../../src-main/service/export-model.ts';
import { readTextFile } from '../../src-main/storage/read-json-file.ts';
import { writeTogether } from '../../src-main/storage/write-together.ts';
import { campaignSize } from '../helpers/campaign.ts';
import { countFileCalls, FAULTS, type Fault, withFault, withLastingFault } from '../helpers/disk/faults.ts';
import { smallExperiment } from '../helpers/experiments.ts';
import { tempFolder } from '../helpers/temp-folder.ts';
import { trainedModel } from '../helpers/trained-model.ts';

const MODEL = modelJson(trainedModel(smallExperiment()));
/** At every change the disk is full; in the long form it refuses in other ways, too. */
const TRIED = FAULTS.slice(0, campaignSize(1, FAULTS.length));

const NAMES = ['weights.bin', 'columns.mjs', 'model.json'];

/** What is done in a folder of a person's, and the files that are there before it. */
interface Scene {
  readonly title: string;
  readonly there: readonly string[];
  readonly act: (folder: string) => Promise<unknown>;
}

function together(folder: string): Promise<unknown> {
  const files = NAMES.map((name) => ({ path: join(folder, name), content: `new ${name}`, mayReplace: true }));
  return writeTogether(files, (staging) =>
    Promise.all(NAMES.map((name) => readTextFile(join(staging, name), 1_000))),
  );
}

function exporting(format: ExportFormat, name: string): Scene {
  return {
    title: `exports ${EXPORT_FORMATS[format].label} over an older file`,
    there: [name],
    act: (folder) => {
      const source = join(tempFolder(), 'source.json');
      writeFileSync(source, MODEL);
      const place = { path: join(folder, name), replaces: 'all' } as const;
      return exportModelFile(source, { format, numbers: 'base64' }, place);
    },
  };
}

const SCENES: readonly Scene[] = [
  { title: 'writes files that belong together', there: ['notes.txt'], act: together },
  { title: 'replaces one of them', there: ['notes.txt', 'columns.mjs'], act: together },
  { title: 'replaces all of them', there: NAMES, act: together },
  exporting('json', 'model.json'),
  exporting('javascript', 'model.mjs'),
];

/** A fresh folder with the scene's files in it. */
function folderOf({ there }: Scene): string {
  const folder = join(tempFolder(), 'downloads');
  mkdirSync(folder);
  for (const name of there) writeFileSync(join(folder, name), `old ${name}`);
  return folder;
}

function contentOf(folder: string): Record<string, string> {
  const names = readdirSync(folder).sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** As above, of what a person sees: a staging folder that could not be removed any more is known by its name. */
function visibleIn(folder: string): Record<string, string> {
  for (const name of readdirSync(folder)) {
    if (/^\.ninestep\.[0-9a-f]{12}\.tmp$/.test(name)) rmSync(join(folder, name), { recursive: true });
  }
  return contentOf(folder);
}

describe.each(SCENES)('a full disk, or one that refuses, while Ninestep $title', (scene) => {
  it('leaves everything as it was or everything done, whichever call on the disk fails, and the next try works', async () => {
    const before = contentOf(folderOf(scene));
    const done = folderOf(scene);
    const calls = await countFileCalls(done, () => scene.act(done));
    const after = contentOf(done);
    expect(after).not.toEqual(before);
    const ended = { done: 0, refused: 0 };
    for (let place = 0; place < calls; place++) {
      for (const fault of TRIED) {
        const folder = folderOf(scene);
        const { thrown, call } = await actWithFault(scene, folder, place, fault);
        const where = `${fault} of call ${String(place)}, ${call}`;
        expect(thrown === null || thrown instanceof AppError, where).toBe(true);
        // The calls that undo and tidy up work here: nothing at all is left, but where removing is what failed.
        const found = call === 'rm' ? visibleIn(folder) : contentOf(folder);
        expect(found, where).toEqual(thrown === null ? after : before);
        ended[thrown === null ? 'done' : 'refused'] += 1;
        await scene.act(folder);
        expect(visibleIn(folder), where).toEqual(after);
      }
    }
    console.log(`${String(calls)} calls on the disk: ${JSON.stringify(ended)}`);
    expect(ended.refused).toBeGreaterThan(4 * TRIED.length);
  });
});

async function actWithFault(
  scene: Scene,
  folder: string,
  place: number,
  fault: Fault,
): Promise<{ thrown: unknown; call: string }> {
  let thrown: unknown = null;
  const call = await withFault(folder, place, fault, () =>
    scene.act(folder).catch((error: unknown) => (thrown = error)),
  );
  return { thrown, call };
}

it('a disk that fails for good in the middle tells where what was there lies', async () => {
  const folder = folderOf(SCENES[2]!);
  let thrown: unknown = null;
  // The first file gets its place; the second does not, and the first cannot go back.
  await withLastingFault(folder, { name: 'rename', first: 1, fault: 'EIO' }, () =>
    together(folder).catch((error: unknown) => (thrown = error)),
  );
  expect(thrown).toMatchObject({ code: 'FILE_UNWRITABLE' });
  const [, staging = ''] = /What was there before lies in (.+)\.$/.exec(String(thrown)) ?? [];
  expect(readFileSync(join(staging, '.old-0'), 'utf8')).toBe(`old ${NAMES[0]!}`);
  expect(readFileSync(join(folder, NAMES[1]!), 'utf8')).toBe(`old ${NAMES[1]!}`);
});
