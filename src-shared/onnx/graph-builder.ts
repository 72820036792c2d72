import {
  ELEMENT_TYPES,
  type ElementType,
  type OnnxAttribute,
  type OnnxGraph,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValueInfo,
} from './onnx-model.ts';
import { type NumberType, numberTensor, textTensor } from './tensors.ts';

/** A length of a tensor's shape: a number, or a name where it is only known when the model runs. */
export type Length = number | string;

/** What a node is besides its operator and its inputs. */
interface NodeOptions {
  /** How to call what it computes; a number is put behind a name that is taken. */
  readonly name?: string;
  /** A name that `reserve` gave, in place of `name`. */
  readonly output?: string;
  readonly attributes?: readonly OnnxAttribute[];
  readonly domain?: string;
}

/**
 * Builds a graph node by node. Values are their names: every call that makes one returns it, for the next to take.
 * Names are told apart by the builder, so that any wish may be asked for twice.
 */
export class GraphBuilder {
  readonly #name: string;
  readonly #taken: Set<string>;
  readonly #nodes: OnnxNode[] = [];
  readonly #constants: OnnxTensor[] = [];
  readonly #inputs: OnnxValueInfo[] = [];
  readonly #outputs: OnnxValueInfo[] = [];
  readonly #scalars = new Map<string, string>();

  /** @param around the graph in one of whose nodes this one runs; it may use the values of that one by name */
  constructor(name: string, around?: GraphBuilder) {
    this.#name = name;
    this.#taken = around === undefined ? new Set() : around.#taken;
  }

  /** A name that nothing else has: the wish itself, or the wish and a number. */
  reserve(wish: string): string {
    let name = wish;
    for (let k = 2; this.#taken.has(name); k++) name = `${wish}_${String(k)}`;
    this.#taken.add(name);
    return name;
  }

  input(wish: string, type: ElementType, shape: readonly Length[], docString = ''): string {
    const name = this.reserve(wish);
    this.#inputs.push(valueInfo({ name, type, shape, docString }));
    return name;
  }

  /** Makes a value that nodes compute an answer of the graph. */
  output(value: string, type: ElementType, shape: readonly Length[], docString = ''): void {
    this.#outputs.push(valueInfo({ name: value, type, shape, docString }));
  }

  numbers(wish: string, type: NumberType, dims: readonly number[], values: ArrayLike<number>): string {
    return this.#constant(numberTensor(this.reserve(wish), type, dims, values));
  }

  /** A single number that goes with every element, named as it is written. The same one is made once. */
  scalar(value: number, type: NumberType = 'double'): string {
    const wish = type === 'double' ? String(value) : `${String(value)} ${type}`;
    const known = this.#scalars.get(wish);
    if (known !== undefined) return known;
    const name = this.numbers(wish, type, [], [value]);
    this.#scalars.set(wish, name);
    return name;
  }

  texts(wish: string, dims: readonly number[], values: readonly string[]): string {
    return this.#constant(textTensor(this.reserve(wish), dims, values));
  }

  #constant(tensor: OnnxTensor): string {
    this.#constants.push(tensor);
    return tensor.name;
  }

  /** A node with one output. Inputs stand in the order of the operator; '' leaves one out. */
  add(opType: string, inputs: readonly string[], options: NodeOptions = {}): string {
    const output = options.output ?? this.reserve(options.name ?? opType.toLowerCase());
    this.addSeveral(opType, inputs, [output], options);
    return output;
  }

  /** A node with several outputs, whose names `reserve` gave. */
  addSeveral(
    opType: string,
    inputs: readonly string[],
    outputs: readonly string[],
    { attributes = [], domain = '' }: Pick<NodeOptions, 'attributes' | 'domain'> = {},
  ): void {
    this.#nodes.push({
      input: [...inputs],
      output: [...outputs],
      name: `${opType}: ${outputs[0] ?? ''}`,
      opType,
      attribute: [...attributes],
      docString: '',
      domain,
    });
  }

  finish(docString = ''): OnnxGraph {
    return {
      node: this.#nodes,
      name: this.#name,
      initializer: this.#constants,
      docString,
      input: this.#inputs,
      output: this.#outputs,
      valueInfo: [],
    };
  }
}

interface Value {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly Length[];
  readonly docString: string;
}

function valueInfo({ name, type, shape, docString }: Value): OnnxValueInfo {
  const dim = shape.map((length) => ({
    dimValue: typeof length === 'number' ? length : undefined,
    dimParam: typeof length === 'string' ? length : undefined,
  }));
  return {
    name,
    type: {
      tensorType: { elemType: ELEMENT_TYPES[type], shape: { dim } },
      sequenceType: undefined,
      mapType: undefined,
      denotation: '',
    },
    docString,
  };
}
