import { AppError } from '../core/errors.ts';
import { formatCount } from '../core/text.ts';
import { targetNames } from '../model/experiment.ts';
import { columnNames } from '../model/features.ts';
import type { RawValue } from '../model/column-catalog.ts';
import type { ModelFile, ModelLayer } from '../model/model-file.ts';
import type { LayerShape } from '../model/network.ts';
import { modelShapes } from './model-network.ts';

/**
 * Whether the parts of a model fit together and to the experiment it came from, if it says one. Throws the first that does
 * not.
 */
export function checkModelShapes(model: ModelFile): void {
  const shapes = modelShapes(model);
  if (model.training !== null) {
    const { experiment } = model.training;
    requireCount('inputs', model.inputs.length, columnNames(experiment.data, 'input').length, 'inputs');
    requireCount('outputs', model.outputs.length, targetNames(experiment).length, 'outputs');
    requireCount('layers', model.layers.length, shapes.length, 'layers');
  }
  model.layers.forEach((layer, k) => {
    checkLayer(layer, shapes, k);
  });
  checkCases(model);
}

function requireCount(at: string, count: number, expected: number, what: string): void {
  if (count !== expected) {
    refuse(at, `must hold ${formatCount(expected)} ${what}, as its experiment says`);
  }
}

function checkLayer(layer: ModelLayer, shapes: readonly LayerShape[], k: number): void {
  const at = `layers[${String(k)}]`;
  const shape = shapes[k]!;
  if (layer.type !== shape.type)
    refuse(at, `must have a layer of type ${shape.type} here, as its experiment says`);
  const { units, inputs } = shape;
  switch (layer.type) {
    case 'dense':
      if (!isShaped(layer, units, inputs)) {
        refuse(at, `must hold W and b of the shape that fits here, ${String(units)}×${String(inputs)}`);
      }
      return;
    case 'batch-normalization':
      requireUnits(at, [layer.gamma, layer.beta, layer.mean, layer.variance], units);
      return;
    case 'layer-normalization':
      requireUnits(at, [layer.gamma, layer.beta], units);
      return;
    case 'residual':
      if (layer.over > k || shapes[k - layer.over]!.inputs !== inputs) {
        refuse(at, 'must lead around layers that take as many values as the last of them gives');
      }
      return;
    case 'dropout':
  }
}

function isShaped(
  { shape, W, b }: Extract<ModelLayer, { type: 'dense' }>,
  units: number,
  inputs: number,
): boolean {
  return (
    shape[0] === units &&
    shape[1] === inputs &&
    W.length === units &&
    W.every((row) => row.length === inputs) &&
    b.length === units
  );
}

function requireUnits(at: string, lists: readonly (readonly number[])[], units: number): void {
  if (lists.some((list) => list.length !== units)) {
    refuse(at, `must hold ${formatCount(units)} numbers in each list, one for every unit`);
  }
}

function checkCases(model: ModelFile): void {
  const fits = (inputs: readonly RawValue[], outputs: readonly number[] | null) =>
    inputs.length === model.inputs.length && (outputs === null || outputs.length === model.outputs.length);
  model.goldenCases.forEach(({ inputs, outputs }, k) => {
    if (!fits(inputs, outputs)) {
      refuse(`goldenCases[${String(k)}]`, 'must have a value for every input and output');
    }
  });
  model.testCases.forEach(({ inputs, expected }, k) => {
    if (!fits(inputs, expected)) {
      refuse(`testCases[${String(k)}]`, 'must have a value for every input and output');
    }
  });
}

function refuse(at: string, problem: string): never {
  throw new AppError('INVALID_VALUE', `${at}: The model ${problem}.`, { at });
}
