import { AppError } from '@shared/core/errors.ts';
import { checkExperiment } from '@shared/data/check-experiment.ts';
import { prepareExperiment } from '@shared/data/prepare.ts';
import type { PreparedData } from '@shared/data/prepared-data.ts';
import type { ExaminedColumn } from '@shared/data/profile/examined-column.ts';
import { examineColumn, profileTable } from '@shared/data/profile/find-findings.ts';
import type { RawColumn, RawTable } from '@shared/data/raw-table.ts';
import type { Response } from '@shared/ipc/contract.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { TableColumn } from '@shared/model/column-catalog.ts';
import { tableColumns } from '@shared/model/features.ts';
import { setImmediate } from 'node:timers/promises';
import { fittedColumns } from './fitted-words.ts';
import { tableOf } from './tables.ts';

type Preview = Response<'data:preview'>;

/** The table as it stands, and as the experiment prepares it, or why it cannot. Throws where there is no table to be had. */
export async function previewData(
  experiment: Experiment,
  { signal }: { signal: AbortSignal },
): Promise<Preview> {
  const { data } = experiment;
  // Read to its end also when a newer preview is wanted, which will want the same table.
  const table = await tableOf(data.source, {});
  await letOthersIn(signal);
  const prepared = prepare(experiment, table);
  await letOthersIn(signal);
  const { profiles: columns, findings } = profile(experiment, table, prepared.data?.rows ?? null);
  if (prepared.data === null) {
    const none = { train: 0, validation: 0, test: 0 };
    return {
      rows: none,
      dropped: 0,
      columns,
      fitted: [],
      findings,
      problem: prepared.problem,
      dataHash: null,
    };
  }
  const { rows, dropped, hash } = prepared.data;
  const { train, validation, test } = rows;
  return {
    rows: { train: train.length, validation: validation.length, test: test.length },
    dropped,
    columns,
    fitted: fittedColumns(prepared.data),
    findings,
    problem: null,
    dataHash: hash,
  };
}

/** Each part of the work may take a while for a large table: others get their turn in between, and may cancel. */
async function letOthersIn(signal: AbortSignal): Promise<void> {
  await setImmediate();
  if (signal.aborted) throw new AppError('CANCELLED', 'Cancelled.');
}

type Prepared =
  { data: PreparedData; problem: null } | { data: null; problem: NonNullable<Preview['problem']> };

function prepare(experiment: Experiment, table: RawTable): Prepared {
  try {
    checkExperiment(experiment);
    return { data: prepareExperiment(experiment, table), problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { data: null, problem: { at: error.at ?? null, message: error.message } };
  }
}

/** What stands in the columns that the table and the experiment both have, and what is odd about them. */
function profile(
  { data }: Experiment,
  table: RawTable,
  parts: PreparedData['rows'] | null,
): Pick<Preview, 'findings'> & { profiles: Preview['columns'] } {
  const cells = new Map(table.columns.map((column) => [column.name, column]));
  const columns = tableColumns(data).filter(({ name }) => cells.has(name));
  const found = profileTable({
    table: { ...table, columns: columns.map(({ name }) => cells.get(name)!) },
    columns,
    parts,
    examine: examineOnce,
  });
  return { profiles: found.profiles, findings: [...remarksOf(table), ...found.findings] };
}

/** What was found in a column when it was last looked at, and what its cells were taken for. It goes with the table. */
const known = new WeakMap<RawColumn, { meaning: string; examined: ExaminedColumn }>();

/** Most edits leave most columns as they are, and sorting a million values takes a while. */
function examineOnce(cells: RawColumn, column: TableColumn): ExaminedColumn {
  const meaning = meaningOf(column);
  const before = known.get(cells);
  const examined = before?.meaning === meaning ? before.examined : examineColumn(cells, column);
  known.set(cells, { meaning, examined });
  return { ...examined, column, profile: { ...examined.profile, role: column.role } };
}

/** All of a column that decides how its cells are read. */
function meaningOf(column: TableColumn): string {
  const { type } = column;
  if (type === 'date') return JSON.stringify([type, column.format]);
  return JSON.stringify('levels' in column ? [type, column.levels] : [type]);
}

/** What was odd about the way the table is written. */
function remarksOf({ remarks }: RawTable): Preview['findings'] {
  return remarks.map(({ kind, message, rows }) => ({
    kind,
    severity: 'note',
    column: null,
    message,
    count: rows.length,
    rows: rows.slice(0, 100),
  }));
}
