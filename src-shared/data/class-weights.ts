import type { PreparedData } from './prepare.ts';

/**
 * What each row of the table counts where every class shall count the same: N / (C·N_c) for a row of class c, where N
 * training rows belong to C classes, N_c of them to c. Over the training rows the mean is 1. A class that no training
 * row belongs to counts 1. Shapes: one number a row of the table. Source: King & Zeng 2001, as scikit-learn's "balanced".
 */
export function balancedWeights(data: PreparedData): Float64Array {
  const targets = data.columns.filter((column) => column.role === 'target').map(({ values }) => values);
  const classes = Array.from({ length: data.table.rows }, (_, row) => classOf(targets, row));
  const counts = new Map<number, number>();
  for (const row of data.rows.train) {
    const own = classes[row]!;
    counts.set(own, (counts.get(own) ?? 0) + 1);
  }
  const rows = data.rows.train.length;
  return Float64Array.from(classes, (own) => {
    const count = counts.get(own);
    return count === undefined ? 1 : rows / (counts.size * count);
  });
}

/** With one target, whether it says yes; with several, the one that is largest, the first among equals. */
function classOf(targets: readonly Float64Array[], row: number): number {
  if (targets.length === 1) return targets[0]![row]! >= 0.5 ? 1 : 0;
  let largest = 0;
  for (let t = 1; t < targets.length; t++) {
    if (targets[t]![row]! > targets[largest]![row]!) largest = t;
  }
  return largest;
}
