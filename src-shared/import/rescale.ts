import type { ModelDense, ModelFile, ModelLayer, Transform } from '../model/model-file.ts';
import { diagonal, foldedAfter, foldedBefore } from './fold.ts';
import type { Scale } from './foreign-model.ts';

/** Whether the inputs of a network can be scaled otherwise: all that takes them is its first layer, which is dense. */
export function canRescaleInputs(layers: readonly ModelLayer[]): boolean {
  const isTakenAgain = layers.some((layer, k) => layer.type === 'residual' && layer.over === k);
  return layers[0]?.type === 'dense' && !isTakenAgain;
}

/** Whether the outputs can: its last layer is dense without an activation. */
export function canRescaleOutputs(layers: readonly ModelLayer[]): boolean {
  const last = layers.at(-1);
  return last?.type === 'dense' && last.activation === 'linear';
}

/**
 * The same model with the scaling of its inputs in a dense layer of its own, where its first layer cannot take another scaling;
 * else the model as it is.
 */
export function withScalingAsLayer(model: ModelFile): ModelFile {
  const { inputs, layers } = model;
  const transforms = inputs.map(({ transform }) => transform);
  if (canRescaleInputs(layers) || transforms.every(({ kind }) => kind === 'none')) return model;
  const scaling: ModelDense = {
    type: 'dense',
    activation: 'linear',
    shape: [inputs.length, inputs.length],
    dtype: 'float64',
    W: diagonal(transforms.map(({ scale }) => 1 / scale)),
    b: transforms.map(({ shift, scale }) => -shift / scale),
  };
  return {
    ...model,
    inputs: inputs.map((input) => ({ ...input, transform: { kind: 'none', shift: 0, scale: 1 } })),
    layers: [scaling, ...layers],
    parameters: model.parameters + inputs.length * (inputs.length + 1),
  };
}

interface Scalings {
  readonly inputs: readonly Transform[];
  readonly outputs: readonly Transform[];
}

/**
 * The same network over values that are scaled otherwise: layers that give, under the transforms `to`, what `layers` give under
 * `from`. Where a transform changes, the layer beside it must be one that takes it (above).
 */
export function rescaled(layers: readonly ModelLayer[], from: Scalings, to: Scalings): ModelLayer[] {
  const changed = [...layers];
  const [first] = changed;
  if (first?.type === 'dense') {
    // x = (raw − s) / c and x' = (raw − s') / c', so that x = (x' − (s − s') / c') / (c / c').
    const scaling = from.inputs.map((own, i) => between(own, to.inputs[i]!));
    changed[0] = { ...first, ...foldedBefore(first.W, first.b, scaling) };
  }
  const last = changed.at(-1);
  if (last?.type === 'dense' && last.activation === 'linear') {
    // raw = v · c + s = v' · c' + s', so that v' = (v − (s' − s) / c) / (c' / c).
    const scaling = from.outputs.map((own, t) => between(to.outputs[t]!, own));
    changed[changed.length - 1] = { ...last, ...foldedAfter(last, scaling) };
  }
  return changed;
}

/** What leads from values under `b` to values under `a`: (x − shift) / scale. */
function between(a: Transform, b: Transform): Scale {
  return { shift: (a.shift - b.shift) / b.scale, scale: a.scale / b.scale };
}
