import type { PreparedData, PreparedTarget } from './prepared-data.ts';

/**
 * What each row of the table counts where every class shall count the same: N / (C·N_c) for a row of class c, where N
 * training rows belong to C classes, N_c of them to c. Over the training rows the mean is 1. A class that no training
 * row belongs to counts 1. Shapes: one number a row of the table. Source: King & Zeng 2001, as scikit-learn's "balanced".
 */
export function balancedWeights(data: PreparedData): Float64Array {
  const classOf = classReader(data.targets);
  const classes = Array.from({ length: data.tableRows }, (_, row) => classOf(row));
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

/** A level is a class; of numbers, one says yes or no, and of several the largest counts, the first among equals. */
function classReader(targets: readonly PreparedTarget[]): (row: number) => number {
  const [only] = targets;
  if (targets.length === 1 && only !== undefined) {
    const { values, column } = only;
    return 'levels' in column ? (row) => values[row]! : (row) => (values[row]! >= 0.5 ? 1 : 0);
  }
  return (row) => {
    let largest = 0;
    for (let t = 1; t < targets.length; t++) {
      if (targets[t]!.values[row]! > targets[largest]!.values[row]!) largest = t;
    }
    return largest;
  };
}
