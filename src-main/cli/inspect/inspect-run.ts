import { formatCount, formatDuration } from '@shared/core/text.ts';
import { monitoredLoss } from '@shared/model/monitored-loss.ts';
import { engineName, type MetricsPoint, RUN_STATUSES, type RunRecord } from '@shared/model/run.ts';
import { encodeMeasured } from '@shared/schema/measured-json.ts';
import { checkpointPaths } from '../../storage/checkpoints.ts';
import { hasModel, readMetrics } from '../../storage/run-store.ts';
import { readMoments } from '../../storage/snapshots-file.ts';
import { experimentFacts, experimentLines } from './experiment-facts.ts';
import { lossLines, partsText } from './inspect-model.ts';
import type { Inspection, Page } from './inspection.ts';

/** A run and what lies in its folder. */
export async function inspectRun(directory: string, record: RunRecord): Promise<Inspection> {
  const [{ points }, checkpoints, { moments }, isModelThere] = await Promise.all([
    readMetrics(directory),
    checkpointPaths(directory),
    readMoments(directory),
    hasModel(directory),
  ]);
  const kept = moments.map(({ epoch }) => epoch);
  const { id, name, status, origin, createdAt, endedAt, engine, rows, epochsDone, seconds } = record;
  return {
    kind: 'run',
    facts: {
      directory,
      ...{ id, name, status, origin, createdAt, endedAt, reason: record.reason, engine, rows },
      ...{ epochs: epochsDone, seconds, points: points.length, checkpoints: checkpoints.length },
      moments: kept,
      hasModel: isModelThere,
      group: record.group?.id ?? null,
      best: encodeMeasured(withoutTest(record.best)),
      last: encodeMeasured(withoutTest(record.last)),
      experiment: experimentFacts(record.experiment),
    },
    page: {
      title: `${name}: a run`,
      facts: [
        ...runLines(record),
        ['points', formatCount(points.length)],
        ['kept moments', formatCount(kept.length)],
        ['checkpoints', formatCount(checkpoints.length)],
        ['model', isModelThere ? 'model.json' : 'none yet'],
        ...experimentLines(record.experiment),
      ],
    },
  };
}

function runLines(record: RunRecord): Page['facts'] {
  const { id, status, reason, createdAt, engine, rows, epochsDone, seconds, best, group, branch } = record;
  const told = reason === null ? RUN_STATUSES[status] : `${RUN_STATUSES[status]}: ${reason}`;
  const bestAt =
    best === null ? [] : [['best', `epoch ${formatCount(best.epoch)}, ${lossText(best)}`] as const];
  return [
    ['id', id],
    ['status', told],
    ['begun', createdAt],
    ['epochs', `${formatCount(epochsDone)} in ${formatDuration(seconds)}`],
    ['engine', `ninestep ${engine.version}, ${engineName(engine)}`],
    ...(engine.why === undefined ? [] : [['chosen', engine.why] as const]),
    ...(rows === null ? [] : [['rows', partsText(rows)] as const]),
    ...bestAt,
    ...(group === undefined ? [] : [['one of', group.name] as const]),
    ...(branch === undefined
      ? []
      : [['branch of', `${branch.name}, epoch ${formatCount(branch.epoch)}`] as const]),
  ];
}

function lossText(point: MetricsPoint): string {
  const [line] = lossLines(point);
  return line === undefined ? `loss ${String(monitoredLoss(point))}` : `loss ${line[1]}`;
}

/** Results on test rows are sealed until somebody opens them. */
function withoutTest(point: MetricsPoint | null): object | null {
  if (point === null) return null;
  const { test: _sealed, ...open } = point;
  return open;
}
