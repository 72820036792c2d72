import { AppError } from '@shared/core/errors.ts';
import { checkExperiment } from '@shared/data/check-experiment.ts';
import { inferColumns } from '@shared/data/infer/infer-columns.ts';
import { assignRoles } from '@shared/data/suggest/assign-roles.ts';
import { suggestExperiment } from '@shared/data/suggest/suggest-experiment.ts';
import type { RawTable } from '@shared/data/raw-table.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { FileSource } from '@shared/model/table-source.ts';
import { resolve } from 'node:path';
import { experimentName } from '../service/experiment-name.ts';
import { inFile } from '../storage/in-file.ts';
import { readTableFile } from '../tables/read-table-file.ts';

/**
 * A table → the experiment that is suggested for it. `target`: a name or several with commas between them; null: as the
 * table itself lets guess. `remark` is told what the reader had to repair. Throws as `readTableFile` and `assignRoles` do,
 * and NO_ROWS.
 */
export async function suggestForTable(
  path: string,
  target: string | null,
  remark: (message: string) => void,
): Promise<Experiment> {
  const { table, format, rows, hash } = await readTableFile(resolve(path), null);
  if (rows === 0) {
    throw new AppError(
      'NO_ROWS',
      `${path}: The table has a header and no rows. Training needs rows to learn from.`,
      {
        at: path,
      },
    );
  }
  if (rows === 1) {
    throw new AppError('NO_ROWS', `${path}: The table has 1 row only. Training compares rows: add more.`, {
      at: path,
    });
  }
  for (const { message } of table.remarks) remark(`${path}: ${message}`);
  const source: FileSource = { kind: 'file', path: resolve(path), format, rows, hash };
  return inFile(path, () => {
    const named = { inputs: null, targets: target === null ? null : namesIn(target, table) };
    const columns = assignRoles(inferColumns(table), table, named, {
      inputs: '--input',
      targets: '--target',
    });
    const experiment = suggestExperiment({ source, columns }, experimentName(source));
    checkExperiment(experiment);
    return experiment;
  });
}

/** A name may hold commas itself. */
function namesIn(target: string, table: RawTable): string[] {
  if (table.columns.some(({ name }) => name === target)) return [target];
  return [...new Set(target.split(',').map((name) => name.trim()))];
}
