/**
 * The simple noise scale tr(Σ)/‖G‖²: rows at which a batch's gradient is half noise. From gradients of m groups of n rows
 * each, by the unbiased estimates
 *   ‖G‖² ≈ (m·n·‖ḡ‖² − n·s)/(m·n − n),   tr(Σ) ≈ (s − ‖ḡ‖²)/(1/n − 1/(m·n)),
 * where ḡ is the mean of the groups' gradients and s the mean of their squared lengths. Infinite where the rows are too few to
 * tell any gradient from the noise.
 *
 * Shapes: `ofGroups` is s, `ofAll` ‖ḡ‖².
 * Source: McCandlish, Kaplan, Amodei et al. 2018, "An Empirical Model of Large-Batch Training", eq. 2.9 and app. A.1.
 */
export function noiseScale(ofGroups: number, ofAll: number, groups: number, rowsPerGroup: number): number {
  const rows = groups * rowsPerGroup;
  const gradient = (rows * ofAll - rowsPerGroup * ofGroups) / (rows - rowsPerGroup);
  const noise = (ofGroups - ofAll) / (1 / rowsPerGroup - 1 / rows);
  if (Number.isNaN(gradient) || Number.isNaN(noise)) return NaN;
  return gradient > 0 ? Math.max(0, noise) / gradient : Infinity;
}
