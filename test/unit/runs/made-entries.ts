import { NO_MARKS, type RunEntry } from '@shared/model/run.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { sketchExperiment } from '../../helpers/experiments.ts';
import { metricsPoint } from '../../helpers/metrics-points.ts';

/** A run of the history, the `n`th minute of November 2026. */
export function madeEntry(n: number, change: Partial<RunEntry> = {}): RunEntry {
  return {
    format: 'ninestep-run',
    version: 1,
    id: `run_${n.toString(36).padStart(12, '0')}`,
    name: `Run ${String(n)}`,
    origin: 'window',
    status: 'finished',
    createdAt: new Date(Date.UTC(2026, 10, 1, 12, n)).toISOString(),
    endedAt: null,
    experiment: parseExperiment(sketchExperiment),
    engine: { name: 'ninestep', version: '0.4.0', backend: 'reference' },
    dataHash: null,
    rows: { train: 7, validation: 0, test: 3 },
    parameters: 47,
    epochsDone: 200,
    seconds: 90,
    last: metricsPoint(200, 0.5),
    best: metricsPoint(150, 0.25),
    reason: null,
    failure: null,
    marks: NO_MARKS,
    spark: [],
    isElsewhere: false,
    ...change,
  };
}
