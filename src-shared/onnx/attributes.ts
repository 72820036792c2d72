import { ATTRIBUTE_TYPES, type OnnxAttribute, type OnnxGraph, type OnnxTensor } from './onnx-model.ts';

/* The attributes of a node: each function makes one of its type. */

export function float(name: string, f: number): OnnxAttribute {
  return attribute(name, 'float', { f });
}

export function int(name: string, i: number): OnnxAttribute {
  return attribute(name, 'int', { i });
}

export function text(name: string, s: string): OnnxAttribute {
  return attribute(name, 'string', { s });
}

export function floats(name: string, values: readonly number[]): OnnxAttribute {
  return attribute(name, 'floats', { floats: [...values] });
}

export function ints(name: string, values: readonly number[]): OnnxAttribute {
  return attribute(name, 'ints', { ints: [...values] });
}

export function texts(name: string, values: readonly string[]): OnnxAttribute {
  return attribute(name, 'strings', { strings: [...values] });
}

export function tensor(name: string, t: OnnxTensor): OnnxAttribute {
  return attribute(name, 'tensor', { t });
}

/** A graph that the node runs, as the body of `Scan`, `Loop` and `If`. */
export function graph(name: string, g: OnnxGraph): OnnxAttribute {
  return attribute(name, 'graph', { g });
}

function attribute(
  name: string,
  type: keyof typeof ATTRIBUTE_TYPES,
  value: Partial<OnnxAttribute>,
): OnnxAttribute {
  return {
    name,
    type: ATTRIBUTE_TYPES[type],
    f: 0,
    i: 0,
    s: '',
    t: undefined,
    g: undefined,
    floats: [],
    ints: [],
    strings: [],
    tensors: [],
    graphs: [],
    docString: '',
    refAttrName: '',
    ...value,
  };
}
