import { formatNumber } from '../../core/text.ts';
import type { PartMetrics } from '../../model/run.ts';
import { scaleInputs, scaleTargets } from '../cures/data.ts';
import type { Examination } from '../examination.ts';
import type { Diagnosis } from '../finding.ts';
import type { InputFacts } from '../patient.ts';
import { THRESHOLDS } from '../thresholds.ts';
import { hasUnscaledTargets, unscaledInputs } from '../unscaled.ts';
import { measured } from '../words.ts';

const sizeOf = ({ min, max }: InputFacts): number => Math.max(Math.abs(min), Math.abs(max));
const rangeOf = ({ min, max }: InputFacts): number => max - min;

/** Columns that reach the network as they stand in the table, and are large or of very different sizes. */
export function unscaledInputsRule(examination: Examination): Diagnosis | null {
  const columns = unscaledInputs(examination).filter((column) => rangeOf(column) > 0);
  const [largest] = columns.toSorted((a, b) => sizeOf(b) - sizeOf(a));
  const byRange = columns.toSorted((a, b) => rangeOf(b) - rangeOf(a));
  const [widest, narrowest] = [byRange[0], byRange.at(-1)];
  if (largest === undefined || widest === undefined || narrowest === undefined) {
    return unscaledTargets(examination);
  }
  const spread = rangeOf(widest) / rangeOf(narrowest);
  if (sizeOf(largest) < THRESHOLDS.inputSize && spread < THRESHOLDS.inputSpread) {
    return unscaledTargets(examination);
  }
  return {
    severity: 'warning',
    evidence: [
      measured(
        `Largest value, in “${largest.name}”`,
        sizeOf(largest),
        `from ${String(THRESHOLDS.inputSize)} on`,
      ),
      measured(
        `Range of “${widest.name}” over that of “${narrowest.name}”`,
        spread,
        `from ${String(THRESHOLDS.inputSpread)} on`,
      ),
    ],
    explanation:
      'Large inputs drive units into their flat ends and make gradients large; inputs of very different sizes need very ' +
      'different steps, and one learning rate suits none of them. Standardised inputs have mean 0 and deviation 1; the ' +
      'scaling is fitted on the training rows and goes into the model.',
    cures: [scaleInputs()],
  };
}

function unscaledTargets({ experiment, points }: Examination): Diagnosis | null {
  const first = points[0]?.train;
  if (first?.classification !== undefined || first === undefined || !hasUnscaledTargets(experiment))
    return null;
  const largest = Math.max(...targetDeviations(first));
  if (!(largest >= THRESHOLDS.targetDeviation)) return null;
  return {
    severity: 'warning',
    title: 'Targets are not scaled',
    evidence: [
      measured(
        'Largest standard deviation of a target',
        largest,
        `from ${formatNumber(THRESHOLDS.targetDeviation)} on`,
      ),
    ],
    explanation:
      'Weights begin at a size that gives answers around 1. Targets far from that make the loss, its gradients and so the ' +
      'first steps as many times larger. Standardised targets are scaled back in every answer that you see.',
    cures: [scaleTargets()],
  };
}

/** In raw units, from what is known of every target: RMSE² = deviation²·(1 − R²). */
function targetDeviations({ rmse, r2 }: PartMetrics): number[] {
  return rmse.map((error, t) => error / Math.sqrt(1 - (r2?.[t] ?? NaN))).filter(Number.isFinite);
}
