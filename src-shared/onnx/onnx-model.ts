/* The part of ONNX that Ninestep writes and reads, as plain objects: what onnx.proto calls ModelProto, GraphProto and so
   on, field by field. Texts and numbers that a file does not say are '' and 0, lists are empty; a field that may be
   undefined tells "not said" from 0.

   Source: onnx/onnx.proto of the ONNX project. Whole numbers beyond 2⁵³ are rounded. */

export interface OnnxModel {
  irVersion: number;
  producerName: string;
  producerVersion: string;
  domain: string;
  modelVersion: number;
  docString: string;
  graph: OnnxGraph;
  opsetImport: OnnxOpset[];
  metadataProps: OnnxEntry[];
}

/** Which version of which operators the nodes mean; '' is ONNX's own domain. */
export interface OnnxOpset {
  domain: string;
  version: number;
}

export interface OnnxEntry {
  key: string;
  value: string;
}

/** Nodes in an order in which each finds its inputs computed. Values are told apart by their names. */
export interface OnnxGraph {
  node: OnnxNode[];
  name: string;
  initializer: OnnxTensor[];
  docString: string;
  input: OnnxValueInfo[];
  output: OnnxValueInfo[];
  valueInfo: OnnxValueInfo[];
}

/** One operation. An input named '' is one that is left out. */
export interface OnnxNode {
  input: string[];
  output: string[];
  name: string;
  opType: string;
  attribute: OnnxAttribute[];
  docString: string;
  domain: string;
}

/** `type` says which field holds the value (`ATTRIBUTE_TYPES`). */
export interface OnnxAttribute {
  name: string;
  type: number;
  f: number;
  i: number;
  s: string;
  t: OnnxTensor | undefined;
  g: OnnxGraph | undefined;
  floats: number[];
  ints: number[];
  strings: string[];
  tensors: OnnxTensor[];
  graphs: OnnxGraph[];
  docString: string;
  /** In a function: the argument that stands here. */
  refAttrName: string;
}

export const ATTRIBUTE_TYPES = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  graph: 5,
  floats: 6,
  ints: 7,
  strings: 8,
  tensors: 9,
  graphs: 10,
} as const;

/** Numbers or texts of shape `dims`, the last counted fastest. Where they lie depends on who wrote them: see tensors.ts. */
export interface OnnxTensor {
  dims: number[];
  dataType: number;
  floatData: number[];
  int32Data: number[];
  stringData: string[];
  int64Data: number[];
  name: string;
  rawData: Uint8Array | undefined;
  doubleData: number[];
  uint64Data: number[];
  docString: string;
  /** Where in another file the numbers are; `dataLocation` is 1 then. */
  externalData: OnnxEntry[];
  dataLocation: number;
}

/** What the elements of a tensor are: name in ONNX, in small letters → number in files. */
export const ELEMENT_TYPES = {
  float: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  double: 11,
  uint32: 12,
  uint64: 13,
  bfloat16: 16,
} as const;
export type ElementType = keyof typeof ELEMENT_TYPES;

/** The name and the type of what goes into a graph, comes out of it, or lies in between. */
export interface OnnxValueInfo {
  name: string;
  type: OnnxType | undefined;
  docString: string;
}

/** One of them is there; none for types of value that Ninestep does not know. */
export interface OnnxType {
  tensorType: OnnxTensorType | undefined;
  sequenceType: OnnxSequenceType | undefined;
  mapType: OnnxMapType | undefined;
  denotation: string;
}

export interface OnnxTensorType {
  elemType: number;
  /** Undefined: any shape. */
  shape: OnnxShape | undefined;
}

export interface OnnxShape {
  dim: OnnxDimension[];
}

/** A fixed length, or one with a name; neither: any length. */
export interface OnnxDimension {
  dimValue: number | undefined;
  dimParam: string | undefined;
}

export interface OnnxSequenceType {
  elemType: OnnxType | undefined;
}

export interface OnnxMapType {
  keyType: number;
  valueType: OnnxType | undefined;
}
