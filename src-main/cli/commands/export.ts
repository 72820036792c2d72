import { AppError } from '@shared/core/errors.ts';
import { formatJson } from '@shared/core/json-text.ts';
import { quote } from '@shared/core/text.ts';
import { EXPORT_FORMAT_NAMES } from '@shared/model/export-formats.ts';
import { exportModelFile } from '../../service/export-model.ts';
import { readArguments, required } from '../arguments.ts';
import { refuseExisting } from '../output-file.ts';

/** `ninestep export MODEL.json --format FORMAT --out FILE [--force]` */
export async function exportCommand(args: string[]): Promise<number> {
  const { operands, options } = readArguments(args, ['MODEL.json'], {
    format: { type: 'string' },
    out: { type: 'string' },
    force: { type: 'boolean' },
  });
  const named = required(options.format, '--format');
  const out = required(options.out, '--out');
  const format = EXPORT_FORMAT_NAMES.find((name) => name === named);
  if (format === undefined) {
    throw new AppError(
      'USAGE',
      `There is no format ${quote(named)}. Known: ${EXPORT_FORMAT_NAMES.join(', ')}.`,
    );
  }
  await refuseExisting(out, options.force === true);
  process.stdout.write(formatJson(await exportModelFile(operands[0] ?? '', { format, numbers: 'readable' }, out)));
  return 0;
}
