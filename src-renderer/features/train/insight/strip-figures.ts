import { csvText } from '@shared/core/csv-text.ts';
import type { Histogram, InsightPoint } from '@shared/model/insight.ts';
import type { HistogramKind, Strip } from './histogram-strip.ts';

/** What a histogram says of its values; all but the ends to the width of a bin. */
export interface SpreadFigures {
  readonly epoch: number;
  readonly min: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
  readonly max: number;
}

/** The figures of one layer at each moment, oldest first. */
export function spreadFigures(
  points: readonly InsightPoint[],
  layer: number,
  kind: HistogramKind,
): SpreadFigures[] {
  return points.flatMap(({ epoch, layers }) => {
    const histogram = layers[layer]?.[kind];
    if (histogram == null) return [];
    return [
      {
        epoch,
        min: histogram.min,
        lowerQuartile: quantileOf(histogram, 0.25),
        median: quantileOf(histogram, 0.5),
        upperQuartile: quantileOf(histogram, 0.75),
        max: histogram.max,
      },
    ];
  });
}

/** The value that such a share of all lies below, as if the values of a bin were spread evenly over it; NaN of none. */
export function quantileOf({ min, max, counts }: Histogram, share: number): number {
  const wanted = share * counts.reduce((sum, count) => sum + count, 0);
  const width = (max - min) / counts.length;
  let below = 0;
  for (const [k, count] of counts.entries()) {
    if (count > 0 && below + count >= wanted) return min + width * (k + (wanted - below) / count);
    below += count;
  }
  return NaN;
}

/** Every histogram of a strip as it was measured: a line for each bin. */
export function stripCsv({ epochs, histograms }: Strip): string {
  const lines = ['epoch,from,to,count'.split(',').map(csvText).join(',')];
  histograms.forEach(({ min, max, counts }, n) => {
    const width = (max - min) / counts.length;
    counts.forEach((count, k) => {
      lines.push([epochs[n]!, min + k * width, min + (k + 1) * width, count].join(','));
    });
  });
  return `${lines.join('\n')}\n`;
}
