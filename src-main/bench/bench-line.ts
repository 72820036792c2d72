import type { Precision } from '@shared/core/float-array.ts';
import type { Backend } from '@shared/engine/machine.ts';
import type { BackendName } from '@shared/model/backends.ts';
import type { Effort, Summary } from './timing.ts';

/** What a workload is measured with. */
export interface BenchSetting {
  readonly backend: Backend;
  readonly threads: number;
  readonly precision: Precision;
  readonly effort: Effort;
}

/** One measurement, as `ninestep bench` prints it: one line of JSON. Docs: docs/benchmarks.md. */
export interface BenchLine extends Summary {
  readonly workload: string;
  readonly backend: BackendName;
  readonly threads: number;
  readonly dtype: Precision;
  /** What median, min and max are. */
  readonly unit: 'epochs/s' | 'samples/s' | 'rows/s' | 'µs' | 'ms' | 's' | '%';
  readonly [detail: string]: unknown;
}

/** The line of a measurement, with details that only some workloads have. */
export function benchLine(
  workload: string,
  { backend, threads, precision }: BenchSetting,
  unit: BenchLine['unit'],
  summary: Summary,
  details: Readonly<Record<string, unknown>> = {},
): BenchLine {
  return { workload, backend: backend.name, threads, dtype: precision, unit, ...summary, ...details };
}
