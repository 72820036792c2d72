import { formatCount } from '../core/text.ts';
import type { Network } from '../model/network.ts';
import type { DenseShape, LayerShape } from '../model/network.ts';
import { refuse } from './refuse.ts';

/** Whether a network's layers fit to one another, and its own initial parameters to them. */
export function checkNetwork(network: Network, shapes: readonly LayerShape[]): void {
  shapes.forEach((_, k) => checkLayer(shapes, k));
  checkInitialParameters(network, shapes.filter(isDense));
  checkInitialNormalizations(network, shapes.filter(isNormalization));
}

/** Whether one layer fits to those before it. */
export function checkLayer(shapes: readonly LayerShape[], index: number): void {
  const shape = shapes[index];
  if (shape?.type === 'residual') checkResidual(shapes, index, shape.over);
}

/** A connection adds what went into the layers before it, so these must exist and be as wide as what came out of them. */
function checkResidual(shapes: readonly LayerShape[], index: number, over: number): void {
  const at = `network.layers[${String(index)}].over`;
  if (index === 0) refuse(at, 'No layer stands before this residual connection. Move it down, or remove it.');
  if (over > index) {
    refuse(
      at,
      `This residual connection leads around ${layersText(over)}, but only ${String(index)} ` +
        `${index === 1 ? 'stands' : 'stand'} before it. Lead it around ${String(index)} at most, or move it down.`,
    );
  }
  const first = index - over;
  const before = shapes[first]!.inputs;
  const after = shapes[index]!.inputs;
  if (before === after) return;
  // Dense layers alone change the width, so there is one among those that the connection leads around.
  const last = shapes.slice(0, index).findLastIndex(isDense);
  refuse(
    at,
    `This residual connection adds the ${valuesText(before)} that ${before === 1 ? 'goes' : 'go'} into layer ` +
      `${String(first + 1)} to the ${valuesText(after)} that ${after === 1 ? 'comes' : 'come'} out of layer ` +
      `${String(index)}; there must be as many of both. Give layer ${String(last + 1)} ${formatCount(before)} ` +
      `${before === 1 ? 'unit' : 'units'}, or lead the connection around other layers.`,
  );
}

function isDense(shape: LayerShape): shape is DenseShape {
  return shape.type === 'dense';
}

type NormalizationShape = Extract<LayerShape, { type: 'batch-normalization' | 'layer-normalization' }>;

function isNormalization(shape: LayerShape): shape is NormalizationShape {
  return shape.type === 'batch-normalization' || shape.type === 'layer-normalization';
}

function layersText(count: number): string {
  return count === 1 ? '1 layer' : `${formatCount(count)} layers`;
}

function valuesText(count: number): string {
  return count === 1 ? '1 value' : `${formatCount(count)} values`;
}

function checkInitialParameters({ initial }: Network, shapes: readonly DenseShape[]): void {
  if (initial === undefined) return;
  if (initial.length !== shapes.length) {
    refuse(
      'network.initial',
      `Holds parameters for ${formatCount(initial.length)} layers, but the network has ` +
        `${formatCount(shapes.length)} dense ones (the output included). Correct it, or remove it to draw the weights.`,
    );
  }
  initial.forEach(({ W, b }, k) => {
    const { units, inputs } = shapes[k]!;
    const isShaped = W.length === units && W.every((row) => row.length === inputs) && b.length === units;
    if (isShaped && [...W.flat(), ...b].every((value) => Number.isFinite(Math.fround(value)))) return;
    refuse(
      `network.initial[${String(k)}]`,
      `W must have ${formatCount(units)} rows of ${formatCount(inputs)} numbers, ` +
        `and b ${formatCount(units)} numbers, none beyond ±3.403e38.`,
    );
  });
}

function checkInitialNormalizations(
  { initial, initialNormalizations: starts }: Network,
  shapes: readonly NormalizationShape[],
): void {
  if (initial === undefined || starts === undefined) return;
  if (starts.length !== shapes.length) {
    refuse(
      'network.initialNormalizations',
      `Holds parameters for ${formatCount(starts.length)} normalisations, but the network has ` +
        `${formatCount(shapes.length)}. Correct it, or remove it together with network.initial.`,
    );
  }
  starts.forEach(({ gamma, beta, mean, variance }, k) => {
    const { units, type } = shapes[k]!;
    const isBatch = type === 'batch-normalization';
    const lists = isBatch ? [gamma, beta, mean, variance] : [gamma, beta];
    if (lists.every((list) => list?.length === units)) return;
    refuse(
      `network.initialNormalizations[${String(k)}]`,
      `gamma and beta${isBatch ? ', mean and variance' : ''} must have ${formatCount(units)} numbers each.`,
    );
  });
}
