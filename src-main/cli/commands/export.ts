import { AppError } from '@shared/core/errors.ts';
import { quote } from '@shared/core/text.ts';
import {
  EXPORT_FORMAT_NAMES,
  EXPORT_FORMATS,
  type ExportFormat,
  NUMBER_FORMS,
  type NumberForm,
} from '@shared/model/export-formats.ts';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportModel, exportModelFile } from '../../service/export-model.ts';
import { readArguments, required } from '../arguments.ts';
import { didYouMean } from '../did-you-mean.ts';
import { exportedText } from '../exported-text.ts';
import { EXPORT } from '../manuals/export.ts';
import { refuseExisting } from '../output-file.ts';
import { printResult } from '../print-result.ts';
import { runFolderAt } from '../run-or-model.ts';
import { untilSignal } from '../stop-signals.ts';

/** Standard output. */
const PIPE = '-';
const STOPPED = 130;

/** Formats of which no file says all that is needed. */
const SEVERAL_FILES: ReadonlySet<ExportFormat> = new Set<ExportFormat>(['tfjs', 'tables']);

/** `ninestep export RUN|MODEL.json --format FORMAT --out FILE [--numbers FORM] [--force]` */
export async function exportCommand(args: string[]): Promise<number> {
  const { operands, options } = readArguments(args, ['RUN|MODEL.json'], EXPORT.options);
  const named = required(options.format, '--format');
  const out = required(options.out, '--out');
  const format = EXPORT_FORMAT_NAMES.find((name) => name === named);
  if (format === undefined) {
    throw new AppError(
      'USAGE',
      `There is no format ${quote(named)}. ${didYouMean(named, EXPORT_FORMAT_NAMES)}`,
    );
  }
  const toPipe = out === PIPE;
  if (toPipe) refuseUnpipeable(format, options.json === true);
  else await refuseExisting(out, options.force === true);
  const numbers = numberForm(options.numbers);
  const [path = ''] = operands;
  const run = await runFolderAt(path);
  const choice = { format, numbers };
  const cancel = new AbortController();
  const { signal } = cancel;
  const write = (to: string) => {
    const place = { path: to, replaces: options.force === true ? 'all' : 'nothing' } as const;
    return run === null
      ? exportModelFile(path, choice, place, signal)
      : exportModel(run, choice, place, signal);
  };
  try {
    if (toPipe) {
      await untilSignal(
        () => cancel.abort(),
        () => writeToStandardOutput(EXPORT_FORMATS[format].extension, write),
      );
      return 0;
    }
    const result = await untilSignal(
      () => cancel.abort(),
      () => write(out),
    );
    printResult(result, () => exportedText(result), options);
    return 0;
  } catch (error) {
    // A program that was being proved may have been ended by the same Ctrl+C, which says nothing about it.
    if (signal.aborted) return STOPPED;
    throw error;
  }
}

/** Throws USAGE where one stream cannot hold what the format writes. */
function refuseUnpipeable(format: ExportFormat, isJson: boolean): void {
  const { label } = EXPORT_FORMATS[format];
  if (isJson) throw new AppError('USAGE', '--json tells of a file; --out - writes what would stand in it.');
  if (SEVERAL_FILES.has(format)) {
    throw new AppError(
      'USAGE',
      `${label} is several files: name one with --out FILE, the others are written beside it.`,
    );
  }
  if (format === 'onnx' && process.stdout.isTTY)
    throw new AppError(
      'USAGE',
      `${label} is no text to show: send it into a pipe, or name a file with --out FILE.`,
    );
}

/** Made and proved as a file in a folder of its own, that only what is whole goes out. */
async function writeToStandardOutput(
  extension: string,
  write: (path: string) => Promise<unknown>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ninestep-export-'));
  try {
    const path = join(folder, `model.${extension}`);
    await write(path);
    if (!process.stdout.write(await readFile(path))) await once(process.stdout, 'drain');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function numberForm(named = 'readable'): NumberForm {
  const form = NUMBER_FORMS.find((name) => name === named);
  if (form !== undefined) return form;
  throw new AppError('USAGE', `--numbers takes ${NUMBER_FORMS.join(' or ')}, not ${quote(named)}.`);
}
