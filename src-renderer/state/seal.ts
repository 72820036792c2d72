import type { MetricsPoint, RunRecord } from '@shared/model/run.ts';

/** A run without what was measured on its test rows; the same object where nothing was. */
export function sealRun<Run extends RunRecord>(run: Run): Run {
  const { last, best } = run;
  if ((last?.test ?? null) === null && (best?.test ?? null) === null) return run;
  return { ...run, last: last && sealPoint(last), best: best && sealPoint(best) };
}

export function sealPoint(point: MetricsPoint): MetricsPoint {
  return point.test === null ? point : { ...point, test: null };
}
