import { formatCount, formatNumber } from '@shared/core/text.ts';
import type { Response } from '@shared/ipc/contract.ts';
import { pageText, tableOf } from './inspect/inspection.ts';

/** Learning rates shown of the whole curve. */
const RATES_SHOWN = 12;

/** A check of gradients as a person reads it: a line a layer. */
export function gradientsText(report: Response<'gradient:check'> & { backend: string }): string {
  const { passed, backend, maxRelativeError, tolerance, rows, layers } = report;
  return pageText({
    title: passed ? 'The gradients are right' : 'A gradient is wrong',
    facts: [
      ['largest error', `${formatNumber(maxRelativeError)} of at most ${formatNumber(tolerance)}`],
      ['on', `${formatCount(rows)} rows, ${backend}`],
    ],
    tables: [
      tableOf(
        ['layer', 'compared', 'kinks', 'largest error'],
        layers.map(({ layer, type, checked, kinks, maxRelativeError: error }) => [
          `${String(layer)} ${type}`,
          formatCount(checked),
          formatCount(kinks),
          formatNumber(error),
        ]),
        'numbers',
      ),
    ],
  });
}

/** A search for a learning rate as a person reads it: the loss along some of its rates. */
export function rateText({
  suggestion,
  curve,
  backend,
}: Response<'rate:find'> & { backend: string }): string {
  const every = Math.max(1, Math.ceil(curve.length / RATES_SHOWN));
  const shown = curve.filter((_, k) => k % every === 0);
  return pageText({
    title: suggestion === null ? 'No rate to suggest' : `A learning rate of ${formatNumber(suggestion)}`,
    facts: [['on', backend]],
    tables: [
      tableOf(
        ['rate', 'loss', 'smoothed'],
        shown.map(({ rate, loss, smoothed }) => [rate, loss, smoothed].map(formatNumber)),
        'numbers',
      ),
    ],
  });
}
