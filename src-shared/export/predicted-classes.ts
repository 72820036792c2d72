import type { ModelOutput } from '../model/model-file.ts';

/** A class that a model finds in a row. */
export interface PredictedClass {
  readonly column: string;
  readonly level: string;
}

/**
 * The most probable class of every column whose classes a model answers, the first among equals; where one probability
 * stands for two classes, from a half on its own. Shapes: one value for each output.
 */
export function predictedClasses(
  outputs: readonly ModelOutput[],
  values: readonly number[],
): PredictedClass[] {
  const best = new Map<string, { level: string; value: number }>();
  outputs.forEach((output, t) => {
    if (output.class === undefined) return;
    const { column, level, otherwise } = output.class;
    const value = values[t] ?? 0;
    if (otherwise !== undefined) {
      best.set(column, { level: value >= 0.5 ? level : otherwise, value });
      return;
    }
    const known = best.get(column);
    if (known === undefined || value > known.value) best.set(column, { level, value });
  });
  return [...best].map(([column, { level }]) => ({ column, level }));
}
