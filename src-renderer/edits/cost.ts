import type { DataSpec } from '@shared/model/data-catalog.ts';
import type { Experiment } from '@shared/model/experiment.ts';

/** Data can be large and are rarely changed: their text is made once. */
const dataTexts = new WeakMap<DataSpec, string>();

/**
 * A text that is the same for experiments whose epochs take equally long: seeds, rates and penalties do not change the
 * amount of work, layers, rows and the method do.
 */
export function costKey({ data, network, training }: Experiment): string {
  const { optimizer, batchSize, precision, loss } = training;
  return JSON.stringify([
    textOf(data),
    network.layers,
    network.output.activation,
    optimizer.type,
    batchSize,
    precision,
    loss,
  ]);
}

/** Which fold validates does not matter, that one does. */
function textOf(data: DataSpec): string {
  let text = dataTexts.get(data);
  if (text === undefined) {
    const { crossValidation, ...split } = data.split;
    const folds = crossValidation !== undefined && crossValidation.fold > 0 ? crossValidation.folds : 0;
    text = JSON.stringify({ ...data, split: { ...split, seed: 0, folds } });
    dataTexts.set(data, text);
  }
  return text;
}
