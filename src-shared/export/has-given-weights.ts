import type { ModelTraining } from '../model/model-file.ts';

/** Whether a model's weights are those that its experiment was given, as after an import: nothing was learned here. */
export function hasGivenWeights({ epoch, experiment }: ModelTraining): boolean {
  return epoch === 0 && experiment.network.initial !== undefined;
}
