import type { Patient } from '@shared/doctor/patient.ts';
import type { Response } from '@shared/ipc/contract.ts';
import type { InsightPoint } from '@shared/model/insight.ts';
import type { MetricsPoint, RunRecord } from '@shared/model/run.ts';

/** What the window knows of a run beside its record. */
interface Known {
  readonly points: readonly MetricsPoint[];
  readonly insight: readonly InsightPoint[];
  /** The columns of its model; null while it has none. */
  readonly inputs: Response<'model:describe'>['inputs'] | null;
}

/** A run as the doctor is told of it. */
export function patientOf(run: RunRecord, { points, insight, inputs }: Known): Patient {
  const { experiment, status, rows } = run;
  return {
    experiment,
    status,
    trainingRows: rows?.train ?? null,
    points,
    insight,
    inputs:
      inputs?.flatMap((input) =>
        input.type === 'number' || input.type === 'integer'
          ? [{ name: input.name, min: input.min, max: input.max }]
          : [],
      ) ?? null,
  };
}
