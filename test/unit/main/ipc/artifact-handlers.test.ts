import type { Request } from '@shared/ipc/contract.ts';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createArtifactHandlers } from '../../../../src-main/ipc/artifact-handlers.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

/** The edge: what the person answers, and where copies go. */
const edge = vi.hoisted(() => ({
  answer: { canceled: false, filePath: '' },
  asked: [] as unknown[],
  texts: [] as string[],
  pictures: [] as Buffer[],
}));
vi.mock('electron', () => ({
  dialog: {
    showSaveDialog: (options: unknown) => {
      edge.asked.push(options);
      return Promise.resolve(edge.answer);
    },
  },
  clipboard: {
    writeText: (text: string) => edge.texts.push(text),
    writeImage: (picture: Buffer) => edge.pictures.push(picture),
  },
  nativeImage: { createFromBuffer: (bytes: Buffer) => bytes },
}));

type Artifact = Request<'artifact:save'>;

const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3);
const CSV: Artifact = { kind: 'csv', name: 'Loss: "a/b"', content: 'epoch,loss\n0,1\n' };
const PICTURE: Artifact = { kind: 'png', name: 'Loss', content: PNG };

let folder: string;
const handlers = createArtifactHandlers({ window: () => null });
/** What the system gives a file that nobody says anything about. */
function ordinaryMode(): number {
  const path = join(folder, 'ordinary');
  writeFileSync(path, '');
  return statSync(path).mode & 0o777;
}

const choose = (name: string) => {
  edge.answer = { canceled: false, filePath: join(folder, name) };
};

beforeEach(() => {
  folder = tempFolder();
  for (const list of [edge.asked, edge.texts, edge.pictures]) list.length = 0;
});

describe('artifact:save', () => {
  it.each([
    ['text', CSV, 'loss.csv'],
    ['the bytes of a picture', PICTURE, 'loss.png'],
  ])('writes %s as any program would', async (_what, artifact, name) => {
    choose(name);
    expect(await handlers['artifact:save'](artifact)).toEqual({ status: 'saved', fileName: name });
    expect(readFileSync(join(folder, name))).toEqual(Buffer.from(artifact.content as string));
    expect(statSync(join(folder, name)).mode & 0o777).toBe(ordinaryMode());
  });

  it('offers a name that is safe on every system', async () => {
    choose('x.csv');
    await handlers['artifact:save'](CSV);
    expect(edge.asked).toMatchObject([{ defaultPath: 'Loss a b.csv' }]);
  });

  it('gives the file the ending of its kind, whatever was typed', async () => {
    choose('start.sh');
    expect(await handlers['artifact:save'](CSV)).toEqual({ status: 'saved', fileName: 'start.sh.csv' });
    expect(existsSync(join(folder, 'start.sh'))).toBe(false);
  });

  it('never replaces a file that the dialog has not asked about', async () => {
    writeFileSync(join(folder, 'loss.csv'), 'mine');
    choose('loss');
    await expect(handlers['artifact:save'](CSV)).rejects.toMatchObject({ code: 'TARGET_EXISTS' });
    expect(readFileSync(join(folder, 'loss.csv'), 'utf8')).toBe('mine');
  });

  it('writes nothing where the person changed their mind', async () => {
    edge.answer = { canceled: true, filePath: '' };
    expect(await handlers['artifact:save'](CSV)).toEqual({ status: 'cancelled' });
  });

  it.each<[string, Artifact]>([
    ['bytes for text', { ...CSV, content: PNG }],
    ['text for a picture', { ...PICTURE, content: 'text' }],
    ['bytes that are no picture', { ...PICTURE, content: Uint8Array.of(0x4d, 0x5a, 0x90) }],
  ])('refuses %s before anybody is asked', async (_what, artifact) => {
    await expect(handlers['artifact:save'](artifact)).rejects.toMatchObject({ code: 'INVALID_VALUE' });
    expect(edge.asked).toEqual([]);
  });
});

describe('artifact:copy', () => {
  it('puts a picture on the clipboard as a picture, all else as text', async () => {
    await handlers['artifact:copy'](CSV);
    await handlers['artifact:copy'](PICTURE);
    expect(edge.texts).toEqual([CSV.content]);
    expect(edge.pictures).toEqual([Buffer.from(PNG)]);
  });
});
