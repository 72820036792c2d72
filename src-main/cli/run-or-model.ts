import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { RUN_FILES } from '../storage/paths.ts';
import { exists } from '../storage/folders.ts';

/** The folder of the run that a path stands for: itself, or the one whose record or model it is. Null for a model file alone. */
export async function runFolderAt(path: string): Promise<string | null> {
  const whole = resolve(path);
  const found = await stat(whole).catch(() => null);
  if (found?.isDirectory() === true) return whole;
  const isOfRun = [RUN_FILES.record, RUN_FILES.model].some((name) => name === basename(whole));
  const folder = dirname(whole);
  return isOfRun && (await exists(join(folder, RUN_FILES.record))) ? folder : null;
}
