import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { monitoredLoss } from '@shared/model/monitored-loss.ts';
import { isActive, type MetricsPoint, type RunEntry, type RunRecord } from '@shared/model/run.ts';
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { decodePoint } from '../storage/metrics-line.ts';
import { RUN_FILES } from '../storage/paths.ts';
import { readMarks } from '../storage/run-marks.ts';
import { readRun } from '../storage/run-store.ts';
import { lookAtFolder } from './folder-key.ts';
import { sparkOf } from './spark.ts';

/** A run as its folder has it. */
export interface EntryReading {
  entry: RunEntry;
  /** What the folder looked like before it was read; null where it may have changed unseen since. */
  key: string | null;
  /** What is to be told about it although it can be shown. */
  problem: string | null;
}

/** Throws AppError where the folder cannot be shown, FILE_NOT_FOUND where it is gone. `isElsewhere` is left false. */
export async function readEntry(directory: string): Promise<EntryReading> {
  const look = lookAtFolder(directory, Date.now());
  const record = await readRun(directory);
  // A copied folder: two runs with one id could not be told apart.
  if (record.id !== basename(directory)) {
    throw new AppError('INVALID_VALUE', `It holds the run ${record.id}.`, { at: 'id' });
  }
  const { marks, problem } = await readMarks(directory);
  const metrics = await readMetrics(directory);
  const shown = isActive(record.status) ? withNews(record, lastPoint(metrics)) : record;
  return {
    entry: { ...briefRecord(shown), marks, spark: sparkOf(metrics), isElsewhere: false },
    key: look?.isSettled === true ? look.key : null,
    problem,
  };
}

/** The record without what the history does not show. */
export function briefRecord(record: RunRecord): RunRecord {
  return { ...record, last: withoutConfusion(record.last), best: withoutConfusion(record.best) };
}

function withoutConfusion(point: MetricsPoint | null): MetricsPoint | null {
  if (point === null) return null;
  const parts = (['train', 'validation', 'test'] as const).map((name) => {
    const part = point[name];
    if (part?.classification === undefined) return [name, part];
    return [name, { ...part, classification: { ...part.classification, confusion: null } }];
  });
  return { ...point, ...Object.fromEntries(parts) } as MetricsPoint;
}

/** None where the run has none yet, or more than are read. */
async function readMetrics(directory: string): Promise<Buffer> {
  const path = join(directory, RUN_FILES.points);
  try {
    const { size } = await stat(path);
    return size > LIMITS.metricsBytes ? Buffer.alloc(0) : await readFile(path);
  } catch {
    return Buffer.alloc(0);
  }
}

function lastPoint(metrics: Buffer): MetricsPoint | null {
  const end = metrics.lastIndexOf('\n');
  if (end <= 0) return null;
  return decodePoint(metrics.toString('latin1', metrics.lastIndexOf('\n', end - 1) + 1, end));
}

/** The record of a run under way is written every ten seconds; its points say more. */
function withNews(record: RunRecord, last: MetricsPoint | null): RunRecord {
  if (last === null || last.step <= (record.last?.step ?? -1)) return record;
  const { best } = record;
  const isBetter = best === null || monitoredLoss(last) < monitoredLoss(best);
  return {
    ...record,
    epochsDone: Math.max(record.epochsDone, last.epoch),
    seconds: Math.max(record.seconds, last.seconds),
    last,
    best: isBetter && Number.isFinite(monitoredLoss(last)) ? last : best,
  };
}
