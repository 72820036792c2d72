import { PARTS, type Part } from '../../model/data-catalog.ts';
import type { MetricsPoint } from '../../model/run.ts';
import type { DataTable } from '../data-table.ts';
import { PART_LABELS } from '../part-labels.ts';
import type { Quantity } from '../quantities.ts';

/** Every evaluation of a run, a column for each figure of each part that was measured. */
export function curvesTable(points: readonly MetricsPoint[], quantities: readonly Quantity[]): DataTable {
  const parts = PARTS.filter((part) => points.some((point) => point[part] !== null));
  const columns = parts.flatMap((part) => quantities.map((quantity) => ({ part, quantity })));
  const measured = (point: MetricsPoint, part: Part, { read }: Quantity): number | null => {
    const metrics = point[part];
    return metrics === null ? null : read(metrics);
  };
  return {
    id: 'curves',
    title: 'Every evaluation of the run',
    columns: [
      'Epoch',
      'Step',
      'Seconds',
      ...columns.map(({ part, quantity }) => `${PART_LABELS[part]}: ${quantity.title}`),
    ],
    rows: points.map((point) => [
      point.epoch,
      point.step,
      point.seconds,
      ...columns.map(({ part, quantity }) => measured(point, part, quantity)),
    ]),
  };
}
