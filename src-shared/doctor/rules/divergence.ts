import { scaleInputs, scaleTargets } from '../cures/data.ts';
import { drawWeights } from '../cures/network.ts';
import { clipGradients, lowerRate } from '../cures/training.ts';
import type { Examination } from '../examination.ts';
import type { Diagnosis } from '../finding.ts';
import { hasUnscaledTargets, unscaledInputs } from '../unscaled.ts';
import { measured } from '../words.ts';

/** Something stopped being a number, and the engine stopped the run. */
export function divergence(examination: Examination): Diagnosis | null {
  const { experiment, status, points } = examination;
  if (status !== 'diverged') return null;
  const losses = points.map(({ train }) => train.loss);
  const isUnscaled = unscaledInputs(examination).length > 0;
  return {
    severity: 'error',
    evidence: [
      measured('Epochs until then', points.at(-1)?.epoch ?? 0),
      measured('Training loss at the start', losses[0] ?? NaN),
      measured('Training loss at the end', losses.at(-1) ?? NaN),
    ],
    explanation:
      'Each step overshot further than the one before, until numbers went beyond all that there are. Smaller steps stay on the ground; so do inputs and weights that begin at a moderate size.',
    cures: [
      ...lowerRate(experiment),
      ...(isUnscaled ? [scaleInputs()] : []),
      ...(hasUnscaledTargets(experiment) ? [scaleTargets()] : []),
      ...clipGradients(experiment),
      ...drawWeights(experiment),
    ],
  };
}
