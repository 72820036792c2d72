import { AppError } from '@shared/core/errors.ts';
import { quote } from '@shared/core/text.ts';
import { EXPORT_FORMAT_NAMES, NUMBER_FORMS, type NumberForm } from '@shared/model/export-formats.ts';
import { exportModel, exportModelFile } from '../../service/export-model.ts';
import { readArguments, required } from '../arguments.ts';
import { didYouMean } from '../did-you-mean.ts';
import { exportedText } from '../exported-text.ts';
import { EXPORT } from '../manuals/export.ts';
import { refuseExisting } from '../output-file.ts';
import { printResult } from '../print-result.ts';
import { runFolderAt } from '../run-or-model.ts';
import { untilSignal } from '../stop-signals.ts';

const STOPPED = 130;

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
  await refuseExisting(out, options.force === true);
  const place = { path: out, replaces: options.force === true ? 'all' : 'nothing' } as const;
  const numbers = numberForm(options.numbers);
  const [path = ''] = operands;
  const run = await runFolderAt(path);
  const choice = { format, numbers };
  const cancel = new AbortController();
  const { signal } = cancel;
  const write = () =>
    run === null ? exportModelFile(path, choice, place, signal) : exportModel(run, choice, place, signal);
  try {
    const result = await untilSignal(() => cancel.abort(), write);
    printResult(result, () => exportedText(result), options);
    return 0;
  } catch (error) {
    // A program that was being proved may have been ended by the same Ctrl+C, which says nothing about it.
    if (signal.aborted) return STOPPED;
    throw error;
  }
}

function numberForm(named = 'readable'): NumberForm {
  const form = NUMBER_FORMS.find((name) => name === named);
  if (form !== undefined) return form;
  throw new AppError('USAGE', `--numbers takes ${NUMBER_FORMS.join(' or ')}, not ${quote(named)}.`);
}
