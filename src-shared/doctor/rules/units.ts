import { isSecondOrder, optimizerCatalog } from '../../model/training-catalog.ts';
import type { Experiment } from '../../model/experiment.ts';
import {
  changeActivation,
  changeActivationAndWeights,
  drawWeights,
  normalizeLayers,
} from '../cures/network.ts';
import { lowerRate } from '../cures/training.ts';
import { type Examination, medianByLayer } from '../examination.ts';
import type { Diagnosis } from '../finding.ts';
import { THRESHOLDS } from '../thresholds.ts';
import { layerList, layerName, measured, percent } from '../words.ts';

/** So many times the usual rate, and the rate is the likelier reason. */
const FAR_ABOVE_USUAL = 3;
const FLAT_ENDED = ['sigmoid', 'tanh', 'softsign'] as const;

/** Units of ReLU layers that are zero on every row: no gradient reaches them, so they never come back. */
export function deadUnits(examination: Examination): Diagnosis | null {
  const { experiment, shapes, late, lateInsight } = examination;
  if (lateInsight.length === 0) return null;
  const shares = medianByLayer(lateInsight, ({ deadShare }) => deadShare);
  const layers = shares.flatMap((share, k) => (share >= THRESHOLDS.deadUnits ? [k] : []));
  const worst = layers.toSorted((a, b) => shares[b]! - shares[a]!)[0];
  if (worst === undefined) return null;
  const isBlocked = shares[worst] === 1;
  const isGood = late !== null && late.level <= THRESHOLDS.learnsWell;
  const slower = lowerRate(experiment);
  const leaky = changeActivation(['relu'], 'leaky-relu');
  return {
    severity: isBlocked ? 'error' : isGood ? 'note' : 'warning',
    title: isBlocked ? 'A whole layer is dead' : 'Units are dead',
    evidence: layers.map((layer) =>
      measured(
        layerName(shapes, layer),
        `${percent(shares[layer]!)} of ${String(shapes[layer]!.units)} units`,
        `from ${percent(THRESHOLDS.deadUnits)} on`,
      ),
    ),
    explanation:
      `In ${layerList(layers)} these units are zero on every row that was looked at. Where ReLU is zero its slope is zero, ` +
      'too: they get no gradient and stay dead. ' +
      (isBlocked
        ? 'With the whole layer dead, nothing before it learns and every row gets the same answer. '
        : 'They are parameters without effect. ') +
      'A step that was too long threw them there, or they began there.',
    cures: [
      ...(isFast(experiment) ? [...slower, leaky] : [leaky, ...slower]),
      ...drawWeights(experiment),
      ...normalizeLayers(experiment),
    ],
  };
}

function isFast({ training: { optimizer } }: Experiment): boolean {
  if (isSecondOrder(optimizer)) return false;
  const usual = optimizerCatalog[optimizer.type].fields.learningRate.default;
  return optimizer.learningRate > FAR_ABOVE_USUAL * usual;
}

/** Hidden units at the flat ends of their activation, in a network that does not learn well. */
export function saturation(examination: Examination): Diagnosis | null {
  const { experiment, shapes, late, lateInsight } = examination;
  if (late === null || lateInsight.length === 0 || late.level <= THRESHOLDS.learnsWell) return null;
  // At the output, flat ends are where sure answers lie.
  const shares = medianByLayer(lateInsight, ({ saturatedShare }) => saturatedShare).slice(0, -1);
  const layers = shares.flatMap((share, k) => (share >= THRESHOLDS.saturatedOutputs ? [k] : []));
  if (layers.length === 0) return null;
  return {
    severity: 'warning',
    evidence: layers.map((layer) =>
      measured(
        layerName(shapes, layer),
        `${percent(shares[layer]!)} of outputs`,
        `from ${percent(THRESHOLDS.saturatedOutputs)} on`,
      ),
    ),
    explanation:
      `In ${layerList(layers)} most outputs lie where the activation is nearly flat. What goes in may change and what ` +
      'comes out does not, and hardly any gradient comes back. Weights that were drawn too large, inputs that were not ' +
      'scaled and long steps drive units there.',
    cures: [
      ...drawWeights(experiment),
      ...(isFast(experiment) ? lowerRate(experiment) : []),
      ...normalizeLayers(experiment),
      changeActivationAndWeights(FLAT_ENDED, 'relu'),
    ],
  };
}
