import { csvText } from '@shared/core/csv-text.ts';
import { PART_STYLE } from './run-style.ts';
import type { Curve, XAxis } from './curve.ts';

/**
 * All points of curves as CSV, every number with all of its digits: a column of x, and one for each curve, named after
 * its run; a mean has two more, for the ends of its band. Points of the same x share a line; where a run has several at
 * one x, each has its own.
 */
export function curvesCsv(curves: readonly Curve[], xAxis: XAxis): string {
  const lines = [[xAxis, ...curves.flatMap(columnNames)].map(csvText).join(',')];
  const next = curves.map(() => 0);
  for (;;) {
    const x = Math.min(...curves.map((curve, k) => curve.x[next[k]!] ?? Infinity));
    if (x === Infinity) return `${lines.join('\n')}\n`;
    const cells = curves.flatMap((curve, k) => {
      const columns = columnsOf(curve);
      if (curve.x[next[k]!] !== x) return columns.map(() => '');
      const index = next[k]!++;
      return columns.map((values) => numberText(values[index]!));
    });
    lines.push([numberText(x), ...cells].join(','));
  }
}

function columnNames({ name, part, runs, band }: Curve): string[] {
  const label = PART_STYLE[part].label;
  const whole = runs === 1 ? `${name}, ${label}` : `${name} (mean of ${String(runs)}), ${label}`;
  return band === null ? [whole] : [whole, `${whole}, low`, `${whole}, high`];
}

function columnsOf({ y, band }: Curve): Float64Array[] {
  return band === null ? [y] : [y, band.low, band.high];
}

/** The shortest text that is read back as the same number. */
function numberText(value: number): string {
  return Number.isNaN(value)
    ? 'NaN'
    : value === Infinity
      ? 'inf'
      : value === -Infinity
        ? '-inf'
        : String(value);
}
