import { AppError } from '@shared/core/errors.ts';
import { type FileSource, tableFormats } from '@shared/model/table-source.ts';
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { writeFileAtomic } from '../storage/atomic-file.ts';
import { fileError } from '../storage/file-errors.ts';
import { TableFile } from '../tables/table-file.ts';

/*
 * Tables that a project keeps itself. Each is named by the hash of its bytes, so that the same table is kept once and a
 * name never stands for something else later on.
 */

/** Text from the clipboard → a file in `folder`; its absolute path. */
export async function pasteTable(text: string, folder: string): Promise<string> {
  const bytes = Buffer.from(text, 'utf8');
  const name = createHash('sha256').update(bytes).digest('hex');
  await makeFolder(folder);
  const path = join(folder, `${name}.${pastedExtension(text)}`);
  await writeFileAtomic(path, bytes);
  return path;
}

/** JSON where the text is that, tabs where its first line has one (as spreadsheets copy), else CSV of some kind. */
function pastedExtension(text: string): string {
  const start = text.trimStart();
  if (start.startsWith('[') || start.startsWith('{')) {
    if (isJson(start)) return 'json';
    const [firstLine = ''] = start.split('\n', 1);
    if (isJson(firstLine)) return 'jsonl';
  }
  const [firstLine = ''] = text.split('\n', 1);
  return firstLine.includes('\t') ? 'tsv' : 'csv';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Copies the file of a source into `folder`; the absolute path of the copy. Throws DATA_CHANGED. */
export async function embedTable(source: FileSource, folder: string): Promise<string> {
  await makeFolder(folder);
  const path = join(folder, `${source.hash.replace('sha256:', '')}.${extensionOf(source)}`);
  if (path !== source.path) await writeFileAtomic(path, checkedBytes(source));
  return path;
}

/** The file's own ending where it says what the file is, else the usual one of its format. */
function extensionOf({ path, format }: FileSource): string {
  const extensions: readonly string[] = tableFormats[format.type].extensions;
  const own = extname(path).slice(1).toLowerCase();
  return extensions.includes(own) ? own : extensions[0]!;
}

/** The bytes of a source's file. Throws at their end if they are others than the source says, so that no copy is kept. */
async function* checkedBytes({ path, hash }: FileSource): AsyncGenerator<Uint8Array> {
  const file = await TableFile.open(path, {});
  try {
    for await (const { bytes } of file.chunks(() => 0)) yield bytes;
  } finally {
    await file.close();
  }
  if (file.hash === hash) return;
  throw new AppError(
    'DATA_CHANGED',
    `${basename(path)} has been changed since it was opened. Take it as it is now, then embed it.`,
    { at: 'data.source.hash' },
  );
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw fileError(error, 'write', folder);
  }
}
