import type { Precision } from '@shared/core/float-array.ts';
import type { Backend } from '@shared/engine/machine.ts';
import type { BackendName, BackendRequest } from '@shared/model/backends.ts';
import type { Effort, Summary } from './timing.ts';

/** What a workload is measured with. */
export interface BenchSetting {
  /** What was asked for, which names the setting among others. */
  readonly request: BackendRequest;
  readonly backend: Backend;
  /** Why this backend, where there was a choice. */
  readonly why?: string | undefined;
  readonly threads: number;
  readonly precision: Precision;
  readonly effort: Effort;
}

/** One measurement, as `ninestep bench` prints it: one line of JSON. Docs: docs/benchmarks.md. */
export interface BenchLine extends Summary {
  readonly workload: string;
  /** What was asked for, what that was, and why where there was a choice. */
  readonly request: BackendRequest;
  readonly backend: BackendName;
  readonly why?: string | undefined;
  readonly threads: number;
  readonly dtype: Precision;
  /** Of several that were measured in turn: how many times as fast as what else was asked for. */
  readonly ratios?: Readonly<Record<string, number>>;
  /** What median, min and max are. */
  readonly unit: 'epochs/s' | 'samples/s' | 'rows/s' | 'µs' | 'ms' | 's' | '%' | 'MB';
  readonly [detail: string]: unknown;
}

/** The line of a measurement, with details that only some workloads have. */
export function benchLine(
  workload: string,
  { request, backend, why, threads, precision }: BenchSetting,
  unit: BenchLine['unit'],
  summary: Summary,
  details: Readonly<Record<string, unknown>> = {},
): BenchLine {
  return {
    workload,
    request,
    backend: backend.name,
    ...(why !== undefined && { why }),
    threads,
    dtype: precision,
    unit,
    ...summary,
    ...details,
  };
}
