import { formatNumber } from '@shared/core/text.ts';
import type { BenchLine } from '../bench/bench-line.ts';

/** Letters that the names of workloads and backends need at most. */
const WIDTHS = { workload: 16, backend: 18 };

/** A measurement in one line, as a person reads it. */
export function benchText({
  workload,
  backend,
  threads,
  dtype,
  unit,
  median,
  min,
  max,
  repeats,
}: BenchLine): string {
  const setting = `${workload.padEnd(WIDTHS.workload)}  ${backend.padEnd(WIDTHS.backend)}  ${dtype}`;
  const shared = threads === 1 ? '1 thread ' : `${String(threads)} threads`;
  const spread = `${formatNumber(min)} to ${formatNumber(max)}, ${String(repeats)} times`;
  return `${setting}  ${shared}  ${formatNumber(median)} ${unit} (${spread})\n`;
}
