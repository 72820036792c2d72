import type { Cell, DataTable } from '../data-table.ts';
import type { Figures } from '../figures.ts';
import { PART_LABELS } from '../part-labels.ts';

/** Every figure of every part, with the ends of its 95 % interval where there is one. */
export function metricsTable({ parts, rows }: Figures): DataTable {
  return {
    id: 'metrics',
    title: 'Figures of the model',
    columns: [
      'Figure',
      'Of',
      ...parts.flatMap((part) => [
        PART_LABELS[part],
        `${PART_LABELS[part]}, low`,
        `${PART_LABELS[part]}, high`,
      ]),
    ],
    rows: rows.map(({ of, label, figures }) => [
      label,
      of,
      ...parts.flatMap((part): Cell[] => {
        const own = figures[part] ?? null;
        return [own?.value ?? null, own?.interval?.low ?? null, own?.interval?.high ?? null];
      }),
    ]),
  };
}
