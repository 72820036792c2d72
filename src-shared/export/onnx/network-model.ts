import type { ModelFile, ModelLayer } from '../../model/model-file.ts';
import { ints } from '../../onnx/attributes.ts';
import { encodeModel } from '../../onnx/encode-model.ts';
import { GraphBuilder } from '../../onnx/graph-builder.ts';
import { modelOf } from '../../onnx/model-of.ts';
import { writeLayers } from './write-layers.ts';

/** What goes into a network's graph and what comes out. */
export const NETWORK_NAMES = {
  /** Scaled: [rows, I] float64. */
  features: 'features',
  /** Scaled: [T, rows] float64. */
  answers: 'answers',
} as const;

/**
 * Whether a graph computes a network in float64 to its last digits: runtimes know GELU's error function in float32 alone, and
 * ONNX keeps the ε of normalisations so.
 */
export function isExactAsGraph({ layers }: Pick<ModelFile, 'layers'>): boolean {
  return layers.every(isExact);
}

function isExact(layer: ModelLayer): boolean {
  if (layer.type === 'batch-normalization' || layer.type === 'layer-normalization') return false;
  return !('activation' in layer) || layer.activation !== 'gelu';
}

/** The layers alone, in float64 whatever they were trained in, as the bytes of an ONNX model: see `NETWORK_NAMES`. */
export function networkModel(
  { layers, outputs }: Pick<ModelFile, 'layers' | 'outputs'>,
  inputs: number,
): Uint8Array {
  const graph = new GraphBuilder('network');
  const features = graph.input(NETWORK_NAMES.features, 'double', ['rows', inputs]);
  const answers = graph.reserve(NETWORK_NAMES.answers);
  const values = writeLayers(graph, { layers }, features, 'float64');
  graph.add('Transpose', [values], { output: answers, attributes: [ints('perm', [1, 0])] });
  graph.output(answers, 'double', [outputs.length, 'rows']);
  return encodeModel(modelOf(graph.finish(), { producerVersion: '', docString: '', metadata: {} }));
}
