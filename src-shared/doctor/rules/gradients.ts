import type { InsightPoint } from '../../model/insight.ts';
import { scaleInputs, scaleTargets } from '../cures/data.ts';
import { changeActivationAndWeights, drawWeights, normalizeLayers } from '../cures/network.ts';
import { clipGradients, lowerRate } from '../cures/training.ts';
import { bestFit, type Examination, medianByLayer } from '../examination.ts';
import type { Diagnosis } from '../finding.ts';
import { THRESHOLDS } from '../thresholds.ts';
import { hasUnscaledTargets, unscaledInputs } from '../unscaled.ts';
import { explained, layerName, measured } from '../words.ts';

/** Activations whose slope is below one nearly everywhere: layers of them multiply gradients away. */
const FLATTENING = ['sigmoid', 'tanh', 'softsign'] as const;

/** Gradients so much smaller in a hidden layer than at the output that it learns nothing beside it. */
export function vanishingGradients(examination: Examination): Diagnosis | null {
  const { experiment, shapes, late, lateInsight } = examination;
  if (late === null || lateInsight.length === 0 || late.level <= THRESHOLDS.learnsWell) return null;
  const sizes = medianByLayer(lateInsight, ({ gradientNorm }) => gradientNorm).map(
    (norm, k) => norm / Math.sqrt(shapes[k]!.parameters),
  );
  const output = sizes.at(-1)!;
  const hidden = sizes.slice(0, -1).map((size, layer) => ({ size, layer }));
  const weakest = hidden.filter(({ size }) => size > 0).toSorted((a, b) => a.size - b.size)[0];
  if (weakest === undefined || !(weakest.size < THRESHOLDS.vanishingRatio * output)) return null;
  return {
    severity: 'error',
    evidence: [
      measured(`Gradient of ${layerName(shapes, weakest.layer).toLowerCase()}`, weakest.size),
      measured('Gradient of the output layer', output),
      measured('One over the other', weakest.size / output, `below ${String(THRESHOLDS.vanishingRatio)}`),
    ],
    explanation:
      'On its way back through the layers the gradient is multiplied by slopes and weights below one, again and again. ' +
      'Layers far from the output are hardly changed, so those behind them learn from what is nearly noise. Activations ' +
      'that keep a slope of one, weights drawn to suit them, and normalisation keep gradients of one size.',
    cures: [
      changeActivationAndWeights(FLATTENING, 'relu'),
      ...normalizeLayers(experiment),
      ...drawWeights(experiment),
    ],
  };
}

/** Gradients many times larger than the weights they change, from the beginning or for good. */
export function explodingGradients(examination: Examination): Diagnosis | null {
  const { experiment, shapes, insight, lateInsight, status } = examination;
  const first = insight.find(({ epoch }) => epoch === 0);
  const hasBegun = first === undefined ? null : largestRatio([first]);
  // Of a run that blew up they are huge in the end, whatever the reason.
  const lasting = lateInsight.length === 0 || status === 'diverged' ? null : largestRatio(lateInsight);
  const found = [hasBegun, lasting].find(
    (ratio) => ratio !== null && ratio.value >= THRESHOLDS.explodingRatio,
  );
  if (found == null) return null;
  return {
    severity: 'error',
    evidence: [
      measured(
        `Gradient over weights in ${layerName(shapes, found.layer).toLowerCase()}`,
        found.value,
        `from ${String(THRESHOLDS.explodingRatio)} on`,
      ),
      measured('Seen', found === hasBegun ? 'before the first step' : 'over the later half of the epochs'),
      measured('Explained on training rows, at best', explained(bestFit(examination))),
    ],
    explanation:
      'The gradient of this layer is many times as large as its weights: one plain step would throw away all that they ' +
      'hold. It comes of weights that were drawn too large for so many layers, of targets or inputs that were not scaled, ' +
      'or of a rate that has thrown the weights far out.',
    cures: [
      ...(hasUnscaledTargets(experiment) ? [scaleTargets()] : []),
      ...(unscaledInputs(examination).length > 0 ? [scaleInputs()] : []),
      ...drawWeights(experiment),
      ...normalizeLayers(experiment),
      ...clipGradients(experiment),
      ...lowerRate(experiment),
    ],
  };
}

function largestRatio(insight: readonly InsightPoint[]): { value: number; layer: number } {
  const gradients = medianByLayer(insight, ({ gradientNorm }) => gradientNorm);
  const weights = medianByLayer(insight, ({ parameterNorm }) => parameterNorm);
  const ratios = gradients.map((norm, k) => norm / weights[k]!).map((value, layer) => ({ value, layer }));
  const known = ratios.filter(({ value, layer }) => !Number.isNaN(value) && weights[layer]! > 0);
  return known.toSorted((a, b) => b.value - a.value)[0] ?? { value: 0, layer: 0 };
}
