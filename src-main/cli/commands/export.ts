import { AppError } from '@shared/core/errors.ts';
import { formatJson } from '@shared/core/json-text.ts';
import { quote } from '@shared/core/text.ts';
import { exportModelFile } from '../../service/operations.ts';
import { readArguments, required } from '../arguments.ts';
import { refuseExisting } from '../output-file.ts';

/** `ninestep export MODEL.json --format json --out FILE [--force]` */
export async function exportCommand(args: string[]): Promise<number> {
  const { operands, options } = readArguments(args, ['MODEL.json'], {
    format: { type: 'string' },
    out: { type: 'string' },
    force: { type: 'boolean' },
  });
  const format = required(options.format, '--format');
  const out = required(options.out, '--out');
  if (format !== 'json') throw new AppError('USAGE', `There is no format ${quote(format)}. Known: json.`);
  await refuseExisting(out, options.force === true);
  process.stdout.write(formatJson(await exportModelFile(operands[0] ?? '', format, out)));
  return 0;
}
