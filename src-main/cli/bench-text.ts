import { formatNumber } from '@shared/core/text.ts';
import type { BenchLine } from '../bench/bench-line.ts';

/** Letters that the names of workloads and backends need at most. */
const WIDTHS = { workload: 16, backend: 24 };

/** A measurement in one line, as a person reads it. */
export function benchText(line: BenchLine): string {
  const { workload, threads, dtype, unit, median, min, max, repeats } = line;
  const setting = `${workload.padEnd(WIDTHS.workload)}  ${backendText(line).padEnd(WIDTHS.backend)}  ${dtype}`;
  const shared = threads === 1 ? '1 thread ' : `${String(threads)} threads`;
  const spread = `${formatNumber(min)} to ${formatNumber(max)}, ${String(repeats)} times`;
  return `${setting}  ${shared}  ${formatNumber(median)} ${unit}${gflopsText(line)} (${spread})${ratiosText(line)}\n`;
}

/** What was measured, and where it is not plain from that, what was asked for. */
function backendText({ request, backend, ratios }: BenchLine): string {
  return ratios !== undefined && request === 'auto' ? `auto: ${backend}` : backend;
}

function gflopsText({ gflops }: BenchLine): string {
  return typeof gflops === 'number' ? `, ${formatNumber(gflops)} GFLOP/s` : '';
}

function ratiosText({ ratios = {} }: BenchLine): string {
  return Object.entries(ratios)
    .map(([other, ratio]) => `  ${ratio.toFixed(2)} × ${other}`)
    .join('');
}
