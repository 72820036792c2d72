import type { MetricsPoint, RunRecord } from '@shared/model/run.ts';

/** One sealed copy of each record, so that what has not changed stays the same object. */
const copies = new WeakMap<RunRecord, RunRecord>();

/** A run without what was measured on its test rows. */
export function sealRun(run: RunRecord): RunRecord {
  const known = copies.get(run);
  if (known !== undefined) return known;
  const { last, best } = run;
  const sealed = { ...run, last: last && sealPoint(last), best: best && sealPoint(best) };
  copies.set(run, sealed);
  return sealed;
}

export function sealPoint(point: MetricsPoint): MetricsPoint {
  return point.test === null ? point : { ...point, test: null };
}
