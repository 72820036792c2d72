/**
 * Exponential moving average with its start corrected, as TensorBoard smooths:
 * mₖ = w·mₖ₋₁ + (1 − w)·yₖ with m₀ = 0, shown as mₖ / (1 − wᵏ).
 *
 * A value depends on those before it alone, so points that have been drawn never move when new ones arrive. What is no
 * finite number stays what it is and leaves the average as it was.
 * Source: Kingma & Ba 2015, "Adam", section 3 (the correction).
 *
 * @param weight 0 (as measured) to below 1 (smoothest)
 */
export function smoothed(values: Float64Array, weight: number): Float64Array {
  if (weight === 0) return values;
  const result = new Float64Array(values.length);
  let mean = 0;
  let forgotten = 1;
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    if (!Number.isFinite(value)) {
      result[k] = value;
      continue;
    }
    mean = weight * mean + (1 - weight) * value;
    forgotten *= weight;
    result[k] = mean / (1 - forgotten);
  }
  return result;
}
