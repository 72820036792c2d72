import { formatCount, formatNumber } from '@shared/core/text.ts';
import { layerCatalog } from '@shared/model/layer-catalog.ts';
import { tickLabel } from '../../charts/axis-ticks.ts';
import type { GradientReport, RateSweep } from '../../state/training-tools.svelte.ts';

/** With fewer steps there is no slope to look at: the very first rates were too high. */
const FEWEST_STEPS = 16;

/** What a sweep of learning rates has shown. */
export function rateWords({ suggestion, curve }: RateSweep): string {
  if (suggestion !== null)
    return `The loss falls fastest near a learning rate of ${formatNumber(suggestion)}.`;
  const last = curve.at(-1);
  if (last === undefined || curve.length < FEWEST_STEPS) {
    return 'Even the lowest rates make the loss fly up at once. Scale inputs and targets, or look for huge values in them.';
  }
  return `The loss falls at none of the rates up to ${formatNumber(last.rate)}. Try another initializer, activation or loss.`;
}

/** The curve for those who do not see it. */
export function curveSummary({ curve, suggestion }: RateSweep): string {
  const first = curve[0];
  const last = curve.at(-1);
  if (first === undefined || last === undefined) return 'Loss against learning rate: no step could be made';
  const lowest = curve.reduce((best, point) => (point.smoothed < best.smoothed ? point : best), first);
  const at = (point: typeof first) => `${formatNumber(point.smoothed)} at ${formatNumber(point.rate)}`;
  const marked = suggestion === null ? '' : `; suggested ${formatNumber(suggestion)}`;
  return `Loss against learning rate: ${at(first)}, lowest ${at(lowest)}, at last ${at(last)}${marked}`;
}

/** What a check of gradients has shown, and what it means. */
export function gradientWords({ passed, layers, maxRelativeError, tolerance }: GradientReport): string {
  if (layers.every(({ checked }) => checked === 0)) {
    return 'Nothing could be compared: the loss has a kink at every parameter, as where all units of a layer give zero.';
  }
  const allowed = `up to ${tickLabel(tolerance)} passes`;
  if (passed) {
    return `The gradients are right: they differ from slopes measured on the loss itself by at most ${formatNumber(maxRelativeError)}; ${allowed}.`;
  }
  return `Some gradients are not the slopes of the loss (${allowed}). Training would go astray: please report it with this experiment.`;
}

/** Parameters that could not be compared; null where all could. */
export function kinkWords({ layers }: GradientReport): string | null {
  const kinks = layers.reduce((sum, layer) => sum + layer.kinks, 0);
  if (kinks === 0) return null;
  const parameters = kinks === 1 ? '1 parameter was' : `${formatCount(kinks)} parameters were`;
  return `${parameters} left out, because the loss has a kink there and so no slope.`;
}

/** Layers count from 1; the last one of a network with so many hidden layers is its output. */
export function layerName({ layer, type }: GradientReport['layers'][number], hiddenLayers: number): string {
  return layer === hiddenLayers ? 'Output' : `${layer + 1} ${layerCatalog[type].label}`;
}
