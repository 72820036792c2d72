import type {
  OnnxAttribute,
  OnnxDimension,
  OnnxEntry,
  OnnxGraph,
  OnnxMapType,
  OnnxModel,
  OnnxNode,
  OnnxOpset,
  OnnxSequenceType,
  OnnxShape,
  OnnxTensor,
  OnnxTensorType,
  OnnxType,
  OnnxValueInfo,
} from './onnx-model.ts';
import { WIRE } from './wire.ts';

/** The messages of a file by name. */
export interface Messages {
  model: OnnxModel;
  opset: OnnxOpset;
  entry: OnnxEntry;
  graph: OnnxGraph;
  node: OnnxNode;
  attribute: OnnxAttribute;
  tensor: OnnxTensor;
  valueInfo: OnnxValueInfo;
  type: OnnxType;
  tensorType: OnnxTensorType;
  shape: OnnxShape;
  dimension: OnnxDimension;
  sequenceType: OnnxSequenceType;
  mapType: OnnxMapType;
}
export type MessageName = keyof Messages;

/** `int` is a 64-bit whole number, `float` and `double` are IEEE 754, `text` is UTF-8. */
export type Scalar = 'int' | 'float' | 'double' | 'text' | 'bytes';

/** How one value of a kind is written. */
export const WIRE_OF: Readonly<Record<Scalar, number>> = {
  int: WIRE.varint,
  float: WIRE.fixed32,
  double: WIRE.fixed64,
  text: WIRE.bytes,
  bytes: WIRE.bytes,
};

/** One field of a message: its number in files, what it holds, and how often. */
export interface Field {
  readonly number: number;
  readonly kind: Scalar | { readonly message: MessageName };
  /** `plain` is 0 or '' where it is not written; `optional` undefined; `list` and `packed` empty. */
  readonly rule: 'plain' | 'optional' | 'list' | 'packed';
}

type Fields<M> = { readonly [F in keyof Required<M>]: Field };

function plain(number: number, kind: Scalar): Field {
  return { number, kind, rule: 'plain' };
}

function optional(number: number, kind: Scalar | MessageName): Field {
  return { number, kind: kindOf(kind), rule: 'optional' };
}

function list(number: number, kind: Scalar | MessageName): Field {
  return { number, kind: kindOf(kind), rule: 'list' };
}

/** A list of numbers in one piece; a reader takes both forms. */
function packed(number: number, kind: Scalar): Field {
  return { number, kind, rule: 'packed' };
}

function kindOf(kind: Scalar | MessageName): Field['kind'] {
  return kind in WIRE_OF ? (kind as Scalar) : { message: kind as MessageName };
}

const text = (number: number): Field => plain(number, 'text');
const int = (number: number): Field => plain(number, 'int');

/** The numbers of onnx.proto's fields. What is not listed is passed over on reading. */
export const SCHEMA: { readonly [M in MessageName]: Fields<Messages[M]> } = {
  model: {
    irVersion: int(1),
    producerName: text(2),
    producerVersion: text(3),
    domain: text(4),
    modelVersion: int(5),
    docString: text(6),
    graph: optional(7, 'graph'),
    opsetImport: list(8, 'opset'),
    metadataProps: list(14, 'entry'),
  },
  opset: { domain: text(1), version: int(2) },
  entry: { key: text(1), value: text(2) },
  graph: {
    node: list(1, 'node'),
    name: text(2),
    initializer: list(5, 'tensor'),
    docString: text(10),
    input: list(11, 'valueInfo'),
    output: list(12, 'valueInfo'),
    valueInfo: list(13, 'valueInfo'),
  },
  node: {
    input: list(1, 'text'),
    output: list(2, 'text'),
    name: text(3),
    opType: text(4),
    attribute: list(5, 'attribute'),
    docString: text(6),
    domain: text(7),
  },
  attribute: {
    name: text(1),
    f: plain(2, 'float'),
    i: int(3),
    s: text(4),
    t: optional(5, 'tensor'),
    g: optional(6, 'graph'),
    floats: list(7, 'float'),
    ints: list(8, 'int'),
    strings: list(9, 'text'),
    tensors: list(10, 'tensor'),
    graphs: list(11, 'graph'),
    docString: text(13),
    type: int(20),
    refAttrName: text(21),
  },
  tensor: {
    dims: list(1, 'int'),
    dataType: int(2),
    floatData: packed(4, 'float'),
    int32Data: packed(5, 'int'),
    stringData: list(6, 'text'),
    int64Data: packed(7, 'int'),
    name: text(8),
    rawData: optional(9, 'bytes'),
    doubleData: packed(10, 'double'),
    uint64Data: packed(11, 'int'),
    docString: text(12),
    externalData: list(13, 'entry'),
    dataLocation: int(14),
  },
  valueInfo: { name: text(1), type: optional(2, 'type'), docString: text(3) },
  type: {
    tensorType: optional(1, 'tensorType'),
    sequenceType: optional(4, 'sequenceType'),
    mapType: optional(5, 'mapType'),
    denotation: text(6),
  },
  tensorType: { elemType: int(1), shape: optional(2, 'shape') },
  shape: { dim: list(1, 'dimension') },
  dimension: { dimValue: optional(1, 'int'), dimParam: optional(2, 'text') },
  sequenceType: { elemType: optional(1, 'type') },
  mapType: { keyType: int(1), valueType: optional(2, 'type') },
};
