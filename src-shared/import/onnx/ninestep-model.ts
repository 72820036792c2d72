import { AppError } from '../../core/errors.ts';
import { CARRIED_MODEL, LAYER_CONSTANTS } from '../../export/onnx/carried-model.ts';
import { exportedModelJson } from '../../export/model-json.ts';
import { decodeModel } from '../../onnx/decode-model.ts';
import type { OnnxGraph, OnnxModel, OnnxNode, OnnxTensor } from '../../onnx/onnx-model.ts';
import { tensorNumbers } from '../../onnx/tensors.ts';
import { parseModelFile } from '../../schema/model-file.ts';
import { parseJson } from '../../schema/safe-json.ts';

/** Any will do: it is taken anew of the whole file. */
const NO_CHECKSUM = `sha256:${'0'.repeat(64)}`;

/**
 * The model file that a graph was written of by Ninestep, whole again, as the text of its `model.json`; null where the graph is
 * none of Ninestep's. Throws INVALID_VALUE, MISSING_FIELD or FILE_NOT_JSON where it was changed since. Whether graph and
 * golden cases still agree, `verifyModel` tells.
 */
function ninestepModelIn({ graph, metadataProps }: OnnxModel): string | null {
  const carried = metadataProps.find(({ key }) => key === CARRIED_MODEL)?.value;
  if (carried === undefined) return null;
  const value = parseJson(carried, CARRIED_MODEL) as { layers?: unknown } | null;
  const layers = Array.isArray(value?.layers) ? (value.layers as unknown[]) : [];
  const numbers = numbersOfLayers(graph);
  const filled = layers.map((layer) => filledLayer(layer, numbers));
  return exportedModelJson(parseModelFile({ ...value, layers: filled, checksum: NO_CHECKSUM }), 'readable');
}

/** The first byte of every graph that Ninestep writes: the key of its first field. */
const ONNX_START = 0x08;

/**
 * A file as it lies on the disk → the model file that it carries, where it is a graph that Ninestep wrote; any other as it is.
 * Throws as `ninestepModelIn` does, and as `decodeModel`.
 */
export function unwrapped(bytes: Uint8Array): Uint8Array {
  const own = bytes[0] === ONNX_START ? ninestepModelIn(decodeModel(bytes)) : null;
  return own === null ? bytes : new TextEncoder().encode(own);
}

/** The constants of one layer's node. */
interface LayerNumbers {
  readonly opType: string;
  readonly tensors: readonly OnnxTensor[];
}

/** Of the layers that have any, in their order. */
function numbersOfLayers({ node, initializer }: OnnxGraph): Iterator<LayerNumbers> {
  const constants = new Map(initializer.map((tensor) => [tensor.name, tensor]));
  const operators = new Set<string>(Object.values(LAYER_CONSTANTS).map(({ opType }) => opType));
  const tensorsOf = ({ input }: OnnxNode) => input.slice(1).flatMap((name) => constants.get(name) ?? []);
  return node
    .filter(({ opType }) => operators.has(opType))
    .map((own) => ({ opType: own.opType, tensors: tensorsOf(own) }))
    .values();
}

function filledLayer(layer: unknown, numbers: Iterator<LayerNumbers>): unknown {
  const known = Object.entries(LAYER_CONSTANTS).find(
    ([type]) => type === (layer as { type?: unknown } | null)?.type,
  );
  if (known === undefined) return layer;
  const [type, { opType, fields }] = known;
  const next = numbers.next();
  if (next.done === true || next.value.opType !== opType || next.value.tensors.length !== fields.length) {
    throw new AppError(
      'INVALID_VALUE',
      `graph: There is no ${opType} node for the ${type} layer that the file says it was written of. It was changed since: export it again.`,
      { at: 'graph' },
    );
  }
  const { tensors } = next.value;
  return {
    ...(layer as object),
    ...Object.fromEntries(fields.map((field, k) => [field, listOf(tensors[k]!)])),
  };
}

/** The numbers of a vector, or the rows of a matrix. */
function listOf(tensor: OnnxTensor): number[] | number[][] {
  const numbers = [...tensorNumbers(tensor)];
  const [rows, columns] = tensor.dims;
  if (rows === undefined || columns === undefined) return numbers;
  return Array.from({ length: rows }, (_, o) => numbers.slice(o * columns, (o + 1) * columns));
}
