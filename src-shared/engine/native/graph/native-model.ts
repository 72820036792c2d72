import type { OnnxGraph, OnnxModel } from '../../../onnx/onnx-model.ts';
import { modelOf } from '../../../onnx/model-of.ts';

/**
 * A graph → a model that is never kept: it says nothing of itself.
 *
 * Shapes: none. Source: none.
 */
export function nativeModel(graph: OnnxGraph): OnnxModel {
  return modelOf(graph, { producerVersion: '', docString: '', metadata: {} });
}
