import type { Experiment } from '../model/experiment.ts';
import { layersText as textOfLayers } from '../model/setting-text.ts';
import { isSecondOrder } from '../model/training-catalog.ts';

/** Hidden layers in short: "4 relu · dropout 0.5", "8 × (16 tanh)" for many alike, "none". */
export function layersText({ network }: Pick<Experiment, 'network'>): string {
  return textOfLayers(network.layers);
}

/** The learning rate of a run; a second-order method has none. */
export function learningRateOf({ training }: Pick<Experiment, 'training'>): number | null {
  return isSecondOrder(training.optimizer) ? null : training.optimizer.learningRate;
}
