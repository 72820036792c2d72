import { type Part, PARTS } from '../model/data-catalog.ts';
import type { PartMetrics, RunEntry } from '../model/run.ts';
import type { RunField } from './run-field.ts';

/** Every metric of a run's points, with what is better of it. */
export const RUN_METRICS = {
  loss: { label: 'loss', better: 'lower', of: 'part' },
  articleLoss: { label: 'article’s loss', better: 'lower', of: 'part' },
  rmse: { label: 'RMSE', better: 'lower', of: 'target' },
  mae: { label: 'mean absolute error', better: 'lower', of: 'target' },
  r2: { label: 'R²', better: 'higher', of: 'target' },
  accuracy: { label: 'accuracy', better: 'higher', of: 'classes' },
  balancedAccuracy: { label: 'balanced accuracy', better: 'higher', of: 'classes' },
  f1: { label: 'F1', better: 'higher', of: 'classes' },
  logLoss: { label: 'log loss', better: 'lower', of: 'classes' },
  auc: { label: 'area under the ROC curve', better: 'higher', of: 'classes' },
} as const;
export type RunMetric = keyof typeof RUN_METRICS;
export const RUN_METRIC_IDS = Object.keys(RUN_METRICS) as RunMetric[];

/** One figure of a run: at its last evaluation or its best one, on a part, or (null) on the one that is monitored. */
export interface MetricRef {
  readonly when: 'best' | 'last';
  readonly part: Part | null;
  readonly metric: RunMetric;
  /** Place among the targets, for figures of each. */
  readonly target: number;
}

const METRIC = /^(?:(best|last):)?(?:(train|validation|test)\.)?([A-Za-z0-9]+)(?:\[(\d+)\])?$/;

/** `best:validation.loss`, `last:rmse[1]`, `accuracy` (the best one) → what it means; null for anything else. */
export function parseMetric(id: string): MetricRef | null {
  const match = METRIC.exec(id);
  if (match === null) return null;
  const [, when, part, name = '', target] = match;
  const metric = RUN_METRIC_IDS.find((known) => known.toLowerCase() === name.toLowerCase());
  if (metric === undefined || (target !== undefined && RUN_METRICS[metric].of !== 'target')) return null;
  return {
    when: when === 'last' ? 'last' : 'best',
    part: (part as Part | undefined) ?? null,
    metric,
    target: Number(target ?? 0),
  };
}

export function metricId({ when, part, metric, target }: MetricRef): string {
  return `${when}:${part === null ? '' : `${part}.`}${metric}${target === 0 ? '' : `[${String(target)}]`}`;
}

/** "Best validation loss", "Last RMSE 2". */
function metricLabel({ when, part, metric, target }: MetricRef): string {
  const place = target === 0 ? '' : ` ${String(target + 1)}`;
  const words = [when === 'best' ? 'Best' : 'Last', part, RUN_METRICS[metric].label + place];
  return words.filter((word) => word !== null).join(' ');
}

/** Null where it was not measured, or is sealed. */
function readMetric(run: RunEntry, { when, part, metric, target }: MetricRef): number | null {
  const point = run[when];
  if (point === null) return null;
  const metrics = part === null ? (point.validation ?? point.train) : point[part];
  return metrics === null ? null : figureOf(metrics, metric, target);
}

function figureOf(metrics: PartMetrics, metric: RunMetric, target: number): number | null {
  switch (metric) {
    case 'loss':
    case 'articleLoss':
      return metrics[metric];
    case 'rmse':
    case 'mae':
    case 'r2':
      return metrics[metric]?.[target] ?? null;
    default:
      return metrics.classification?.[metric] ?? null;
  }
}

export function metricField(ref: MetricRef): RunField {
  const where =
    ref.part === null ? 'on the validation rows, or else the training rows' : `on the ${ref.part} rows`;
  return {
    id: metricId(ref),
    label: metricLabel(ref),
    help: ref.when === 'best' ? `At the best evaluation, ${where}` : `At the last evaluation, ${where}`,
    kind: 'number',
    read: (run) => readMetric(run, ref),
  };
}

/** The figures that any of the runs has: the best and the last one, monitored first, then on each part. */
export function metricsOf(runs: readonly RunEntry[]): MetricRef[] {
  const targets = countTargets(runs);
  return RUN_METRIC_IDS.flatMap((metric) =>
    Array.from({ length: targets[metric] }, (_, target) => target).flatMap((target) =>
      ([null, ...PARTS] as const).flatMap((part) =>
        (['best', 'last'] as const).map((when): MetricRef => ({ when, part, metric, target })),
      ),
    ),
  );
}

/** How many figures there are of each metric, at most. */
function countTargets(runs: readonly RunEntry[]): Record<RunMetric, number> {
  const counts = Object.fromEntries(RUN_METRIC_IDS.map((metric) => [metric, 0])) as Record<RunMetric, number>;
  for (const { last } of runs) {
    if (last === null) continue;
    for (const metric of RUN_METRIC_IDS) {
      const { of } = RUN_METRICS[metric];
      const { train } = last;
      const figures =
        of === 'part'
          ? 1
          : of === 'classes'
            ? Number(train.classification !== undefined)
            : (train[metric as 'mae'] ?? []).length;
      counts[metric] = Math.max(counts[metric], Math.min(figures, MOST_TARGETS));
    }
  }
  return counts;
}

/** Targets whose figures are offered one by one; those of others can still be asked for by their place. */
const MOST_TARGETS = 8;
