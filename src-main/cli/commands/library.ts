import { AppError } from '@shared/core/errors.ts';
import { formatBytes } from '@shared/core/text.ts';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { writeTogether } from '../../storage/write-together.ts';
import { readArguments, required } from '../arguments.ts';
import { LIBRARY } from '../manuals/library.ts';
import { printResult } from '../print-result.ts';

const NAME = 'ninestep-predictor';
const MODULE = '.mjs';
/** TypeScript looks for the declarations of `x.mjs` under this name. */
const DECLARATIONS = '.d.mts';

/** `ninestep library --out FILE.mjs [--force] [--json]` */
export async function library(args: string[]): Promise<number> {
  const { options } = readArguments(args, [], LIBRARY.options);
  const out = resolve(required(options.out, '--out'));
  if (!out.endsWith(MODULE)) {
    throw new AppError(
      'USAGE',
      `--out must end with ${MODULE}, by which Node and pages know a module: ${NAME}${MODULE}.`,
    );
  }
  const stem = out.slice(0, -MODULE.length);
  const mayReplace = options.force === true;
  const files = await Promise.all(
    [MODULE, DECLARATIONS].map(async (ending) => ({
      path: stem + ending,
      content: await builtFile(NAME + ending),
      mayReplace,
    })),
  );
  await writeTogether(files, () => Promise.resolve());
  const told = files.map(({ path, content }) => ({ name: basename(path), bytes: content.length }));
  const words = () => told.map(({ name, bytes }) => `${name}  ${formatBytes(bytes)}\n`).join('');
  printResult({ directory: dirname(out), files: told }, words, options);
  return 0;
}

/** The build leaves them beside the command line's own folder, `out/main`. */
function builtFile(name: string): Promise<Buffer> {
  return readFile(join(__dirname, '../library', name));
}
