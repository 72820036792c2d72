import { formatCount } from '../core/text.ts';
import type { Experiment } from '../model/experiment.ts';
import type { Layer } from '../model/layer-catalog.ts';
import { isSecondOrder } from '../model/training-catalog.ts';

/** Hidden layers in short: "4 relu · dropout 0.5", "8 × (16 tanh)" for many alike, "none". */
export function layersText(experiment: Pick<Experiment, 'network'>): string {
  const parts = experiment.network.layers.map(layerText);
  const [first] = parts;
  if (first === undefined) return 'none';
  const allAlike = parts.length > 2 && parts.every((part) => part === first);
  return allAlike ? `${String(parts.length)} × (${first})` : parts.join(' · ');
}

function layerText(layer: Layer): string {
  switch (layer.type) {
    case 'dense':
      return `${formatCount(layer.units)} ${layer.activation}`;
    case 'dropout':
      return `dropout ${String(layer.rate)}`;
    case 'batch-normalization':
      return 'batch norm';
    case 'layer-normalization':
      return 'layer norm';
    case 'residual':
      return `residual over ${String(layer.over)}`;
  }
}

/** The learning rate of a run; a second-order method has none. */
export function learningRateOf({ training }: Pick<Experiment, 'training'>): number | null {
  return isSecondOrder(training.optimizer) ? null : training.optimizer.learningRate;
}
