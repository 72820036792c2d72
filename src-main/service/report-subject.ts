import { AppError } from '@shared/core/errors.ts';
import type { PreparedColumn } from '@shared/data/prepared-data.ts';
import { takeRows } from '@shared/evaluation/answered-part.ts';
import { PARTS, type Part } from '@shared/model/data-catalog.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import type { MetricsPoint, RunRecord } from '@shared/model/run.ts';
import type {
  ReportedColumn,
  ReportedPart,
  ReportedRun,
  ReportedTable,
  ReportSubject,
} from '@shared/report/report-subject.ts';
import { ENGINE } from '../storage/engine-identity.ts';
import { readMarks } from '../storage/run-marks.ts';
import { readPoints, readRun } from '../storage/run-store.ts';
import { TestOpenings } from '../storage/test-openings.ts';
import { shelf } from './evaluation-operations.ts';
import type { OpenedModel } from './evaluation-shelf.ts';

/** Answers of one part that are told row by row; `ninestep predict` gives those of all. */
const MOST_ROWS = 100_000;
/** Multiply-adds that a report is waited for. */
const MOST_WORK = 2e10;

/**
 * What a report tells of a model. Of a run: what it wrote down, and the model on its table where that can still be read.
 * What was measured on test rows is left out as long as nobody opened it. `directory` null: the model file alone.
 */
export async function reportSubject(model: ModelFile, directory: string | null): Promise<ReportSubject> {
  const own = { version: ENGINE.version };
  if (directory === null) {
    return {
      ...own,
      model,
      run: null,
      table: 'The report is of a model file alone: its table, curves and run are not told.',
    };
  }
  const run = await readReportedRun(directory);
  const told = run.testOpenings === 0 ? { ...model, metrics: { ...model.metrics, test: null } } : model;
  const table = await readReportedTable(directory, run, model);
  return { ...own, model: told, run, table };
}

async function readReportedRun(directory: string): Promise<ReportedRun> {
  const record = await readRun(directory);
  const { marks } = await readMarks(directory);
  const testOpenings = await new TestOpenings().count(directory);
  // A run that went on elsewhere may have lost them: the report says so, it does not fail.
  const points = await readPoints(directory).catch(() => []);
  const isSealed = testOpenings === 0;
  return {
    record: isSealed ? sealed(record) : record,
    marks,
    points: isSealed ? points.map(sealedPoint) : points,
    testOpenings,
  };
}

function sealed(record: RunRecord): RunRecord {
  const { last, best } = record;
  return { ...record, last: last && sealedPoint(last), best: best && sealedPoint(best) };
}

function sealedPoint(point: MetricsPoint): MetricsPoint {
  return { ...point, test: null };
}

/** The table and the model on it, or why there is nothing to tell: without the place where it should lie. */
async function readReportedTable(
  directory: string,
  { record, testOpenings }: ReportedRun,
  model: ModelFile,
): Promise<ReportedTable | string> {
  try {
    const opened = await shelf.open({ directory, experiment: record.experiment });
    const parts = PARTS.filter(
      (part) => opened.data.rows[part].length > 0 && (part !== 'test' || testOpenings > 0),
    );
    return {
      rows: opened.data.tableRows,
      dropped: opened.data.dropped,
      columns: [...opened.data.inputs, ...opened.data.targets].map(reportedColumn),
      parts: isTooMuch(opened, parts, model) ? [] : await reportedParts(opened, parts),
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return (
      UNREADABLE[error.code] ??
      'The table could not be read when this report was written, so it tells what the run wrote down.'
    );
  }
}

const UNREADABLE: Readonly<Record<string, string>> = {
  FILE_NOT_FOUND:
    'The table was no longer in its place when this report was written, so it tells what the run wrote down.',
  DATA_CHANGED:
    'The table is no longer the one that the run was trained on, so this report tells what the run wrote down.',
};

function isTooMuch({ data }: OpenedModel, parts: readonly Part[], { parameters }: ModelFile): boolean {
  const rows = parts.reduce((sum, part) => sum + data.rows[part].length, 0);
  return rows * parameters > MOST_WORK;
}

function reportedColumn({ name, role, column, values, statistics }: PreparedColumn): ReportedColumn {
  let missing = 0;
  for (const value of values) if (Number.isNaN(value)) missing += 1;
  return { name, type: column.type, role, missing, statistics: 'levels' in column ? null : statistics };
}

async function reportedParts(opened: OpenedModel, parts: readonly Part[]): Promise<ReportedPart[]> {
  const found: ReportedPart[] = [];
  for (const part of parts) {
    const { answered, evaluated } = await shelf.part(opened, part);
    const { numbers, classes } = evaluated;
    const rows = answered.rows.length;
    const first = Uint32Array.from({ length: Math.min(rows, MOST_ROWS) }, (_, n) => n);
    found.push({ part, rows, numbers, classes, answered: takeRows(answered, first) });
  }
  return found;
}
