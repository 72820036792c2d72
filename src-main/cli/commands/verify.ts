import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { quote } from '@shared/core/text.ts';
import { verifyModel } from '@shared/export/verify-model.ts';
import { parseModelFile } from '@shared/schema/model-file.ts';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { inFile } from '../../storage/in-file.ts';
import { RUN_FILES } from '../../storage/paths.ts';
import { readJsonFile } from '../../storage/read-json-file.ts';
import { parseRun } from '../../storage/run-store.ts';
import { readArguments } from '../arguments.ts';
import { readExperimentFile } from '../experiment-file.ts';
import { VERIFY } from '../manuals/verify.ts';
import { printResult } from '../print-result.ts';
import { verifiedText } from '../verified-text.ts';
import { verifyRun } from '../verify-run.ts';

/** `ninestep verify FILE [--json]`: a model, a run (its folder or its run.json) or an experiment. */
export async function verify(args: string[]): Promise<number> {
  const { operands, options } = readArguments(args, ['FILE'], VERIFY.options);
  const path = await runRecordOf(operands[0] ?? '');
  const value = await readJsonFile(path, LIMITS.modelBytes);
  const verified = await verifyValue(value, path);
  printResult(verified, () => verifiedText(verified), options);
  return 0;
}

async function runRecordOf(path: string): Promise<string> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder ? join(path, RUN_FILES.record) : path;
}

async function verifyValue(value: unknown, path: string): Promise<{ file: string; format: string }> {
  const { format } = (value ?? {}) as { format?: unknown };
  switch (format) {
    case 'ninestep-model':
      return { file: path, format, ...inFile(path, () => verifyModel(parseModelFile(value), value)) };
    case 'ninestep-run':
      return { file: path, format, ...(await verifyRun(dirname(path), parseRun(value, path))) };
    case 'ninestep-experiment':
      await readExperimentFile(path);
      return { file: path, format };
    default:
      throw new AppError(
        'INVALID_VALUE',
        `${path}: "format" is ${quote(format)}; it must be ninestep-model, ninestep-run or ninestep-experiment.`,
        { at: 'format' },
      );
  }
}
