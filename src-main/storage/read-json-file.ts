import { AppError } from '@shared/core/errors.ts';
import { formatBytes } from '@shared/core/text.ts';
import { parseJson } from '@shared/schema/safe-json.ts';
import { readFile, stat } from 'node:fs/promises';
import { fileError } from './file-errors.ts';

/** The JSON value in a file of at most `limitBytes`. `what` names the file in messages. */
export async function readJsonFile(path: string, limitBytes: number, what = path): Promise<unknown> {
  return parseJson(await readTextFile(path, limitBytes, what), what);
}

/** The text of a file; its size is looked at before anything is read. `latin1`: a character for each byte, whatever it is. */
export async function readTextFile(
  path: string,
  limitBytes: number,
  what = path,
  encoding: 'utf8' | 'latin1' = 'utf8',
): Promise<string> {
  try {
    const found = await stat(path);
    const { size } = found;
    if (found.isCharacterDevice() || found.isBlockDevice()) {
      throw new AppError('FILE_UNREADABLE', `Cannot read ${what}: it is a device, not a file.`, { at: path });
    }
    if (size > limitBytes) {
      throw new AppError(
        'FILE_TOO_LARGE',
        `${what} has ${formatBytes(size)}; at most ${formatBytes(limitBytes)} are read.`,
        { at: path },
      );
    }
    return await readFile(path, encoding);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw fileError(error, 'read', what);
  }
}
