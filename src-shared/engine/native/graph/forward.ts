import { activationOf, type LayerShape } from '../../../model/network.ts';
import { ACTIVATION_NODES } from './activations.ts';
import type { LayerGraph, LayerNodes, Signal } from './layer-nodes.ts';
import {
  batchNormalizationNodes,
  normalizationByStatistics,
  type RunningStatistics,
} from './layers/batch-normalization.ts';
import { denseNodes } from './layers/dense.ts';
import { dropoutNodes } from './layers/dropout.ts';
import { layerNormalizationNodes } from './layers/layer-normalization.ts';
import { residualNodes } from './layers/residual.ts';
import type { Operators } from './operators.ts';

/** The values that a pass through the network takes, layer by layer; lists of what a layer has none of are empty. */
export interface NetworkValues {
  readonly shapes: readonly LayerShape[];
  /** Rows [N, I]. */
  readonly X: string;
  readonly parameters: readonly (readonly string[])[];
  /** Running mean and variance of batch normalisations. */
  readonly statistics: readonly (readonly string[])[];
  /** Masks of dropout layers, by their places. Null after training: nothing is dropped, and the statistics are used. */
  readonly masks: ReadonlyMap<number, string> | null;
  /** N; 0 where a run decides it, which training does not allow. */
  readonly rows: number;
}

/** A layer with its activation. */
export interface PassedLayer {
  readonly shape: LayerShape;
  readonly Z: Signal;
  readonly A: Signal;
  /** From the gradient by Z to those of the parameters and of the input. */
  readonly backward: LayerNodes['backward'];
  /** The running statistics after the batch; those that went in where it leaves them. */
  readonly statistics: readonly string[];
}

/**
 * Inputs → predictions. Hidden layers have samples contiguous; the output layer's answers lie row after row, as the
 * targets do, so that neither is ever transposed.
 *
 * Shapes: as in `NetworkValues` and `Signal`.
 * Source: `forward` of the reference.
 */
export function forwardNodes(o: Operators, values: NetworkValues): PassedLayer[] {
  const { shapes, X } = values;
  const signals: Signal[] = [{ value: X, units: shapes[0]!.inputs, isByRows: true }];
  return shapes.map((shape, index) => {
    const layer = { o, input: signals[index]!, parameters: values.parameters[index]!, rows: values.rows };
    const nodes = layerNodes(index, layer, values, signals);
    const Z = nodes.output;
    const A = { ...Z, value: ACTIVATION_NODES[activationOf(shape)].value(o, Z.value) };
    signals.push(A);
    return { shape, Z, A, backward: nodes.backward, statistics: nodes.statistics };
  });
}

type Nodes = LayerNodes & Pick<PassedLayer, 'statistics'>;

function layerNodes(index: number, layer: LayerGraph, values: NetworkValues, signals: Signal[]): Nodes {
  const { shapes, masks } = values;
  const shape = shapes[index]!;
  const statistics = values.statistics[index]!;
  switch (shape.type) {
    case 'dense': {
      const isByRows = index === shapes.length - 1;
      return { ...denseNodes({ ...shape, isByRows }, layer), statistics };
    }
    case 'dropout':
      if (masks === null) return { ...passedOn(layer.input), statistics };
      return { ...dropoutNodes(shape, layer, masks.get(index)!), statistics };
    case 'batch-normalization': {
      const running = statistics as RunningStatistics;
      if (masks !== null) return batchNormalizationNodes(shape, layer, running);
      return { ...inferenceOnly(normalizationByStatistics(shape, layer, running).output), statistics };
    }
    case 'layer-normalization':
      return { ...layerNormalizationNodes(shape, layer), statistics };
    case 'residual': {
      const output = residualNodes(layer, signals[index - shape.over]!);
      return { ...passedOn(output), statistics };
    }
  }
}

/** A layer whose gradient goes on as it came. */
function passedOn(output: Signal): LayerNodes {
  return { output, backward: (dZ, wantsInput) => ({ gradients: [], dInput: wantsInput ? dZ : null }) };
}

function inferenceOnly(output: Signal): LayerNodes {
  return {
    output,
    backward() {
      throw new Error('Running statistics are for predictions: nothing is trained through them.');
    },
  };
}
