import { encodeModel } from '../../../onnx/encode-model.ts';
import type { OnnxGraph, OnnxModel, OnnxNode, OnnxValueInfo } from '../../../onnx/onnx-model.ts';
import type { Length } from '../../../onnx/graph-builder.ts';
import type { Copied } from './copy-model.ts';
import { deviceDialect } from './device-dialect.ts';
import { withLog } from './figure-log.ts';

/** What one step leaves for the next. */
export interface CarriedTensor {
  /** Input and output of the whole graph: before the first step, after the last. */
  readonly first: string;
  readonly last: string;
  /** Input and output of a step. */
  readonly before: string;
  readonly after: string;
  readonly dims: readonly number[];
}

/** What each step takes its own slice of, along the first dimension. */
export interface SlicedTensor {
  readonly whole: string;
  readonly slice: string;
  /** Of a slice. */
  readonly dims: readonly number[];
}

/** A graph around a `Scan`, taken apart so that its steps can be made one by one. */
export interface ScanParts {
  /** One step, with its figures in a log: see `withLog`. */
  readonly step: Uint8Array;
  readonly carried: readonly CarriedTensor[];
  readonly sliced: readonly SlicedTensor[];
  /** Float32 inputs that every step takes whole. */
  readonly shared: readonly Copied[];
  /** Outputs with one number a step. */
  readonly figures: readonly string[];
  /** What the graph makes of the Scan's outputs, and of which ones. */
  readonly after: Uint8Array;
  readonly afterInputs: readonly string[];
}

/**
 * Takes a model apart whose graph runs a `Scan`; null where it runs none.
 *
 * Shapes: none are changed; what the Scan's body takes of the graph around it are inputs and constants of that.
 * Source: the operator Scan of ONNX, opset 17, along first dimensions, forwards.
 */
export function scanParts(model: OnnxModel): ScanParts | null {
  const { graph } = model;
  const scan = graph.node.find(({ opType }) => opType === 'Scan');
  if (scan === undefined) return null;
  const body = scan.attribute.find(({ name }) => name === 'body')!.g!;
  const slicedCount = scan.attribute.find(({ name }) => name === 'num_scan_inputs')!.i;
  const carriedCount = scan.input.length - slicedCount;
  const carried = body.input.slice(0, carriedCount).map((input, k) => ({
    first: scan.input[k]!,
    last: scan.output[k]!,
    before: input.name,
    after: body.output[k]!.name,
    dims: dimsOf(input),
  }));
  const sliced = body.input.slice(carriedCount).map((input, k) => ({
    whole: scan.input[carriedCount + k]!,
    slice: input.name,
    dims: dimsOf(input),
  }));
  const shared = sharedInputs(graph, body);
  const figures = scan.output.slice(carriedCount);
  const stepGraph = withLog(
    {
      ...body,
      initializer: [...body.initializer, ...constantsOf(graph, body)],
      input: [...shared, ...body.input],
    },
    body.output.slice(carriedCount).map(({ name }) => name),
  );
  const after = afterScan(graph, scan);
  return {
    step: encodeModel({ ...model, graph: deviceDialect(stepGraph) }),
    carried,
    sliced,
    shared: shared.map((input) => ({ name: input.name, dims: lengthsOf(input) })),
    figures,
    after: encodeModel({ ...model, graph: after }),
    afterInputs: after.input.map(({ name }) => name),
  };
}

function lengthsOf({ type }: OnnxValueInfo): Length[] {
  return (type?.tensorType?.shape?.dim ?? []).map(({ dimValue, dimParam }) => dimValue ?? dimParam ?? 'any');
}

/** Of a step all lengths are fixed. */
function dimsOf(value: OnnxValueInfo): number[] {
  return lengthsOf(value).map((length) => {
    if (typeof length === 'string')
      throw new Error(`The length "${length}" of "${value.name}" is not fixed.`);
    return length;
  });
}

function sharedInputs(graph: OnnxGraph, body: OnnxGraph): OnnxValueInfo[] {
  const used = new Set(body.node.flatMap(({ input }) => input));
  return graph.input.filter(({ name }) => used.has(name));
}

function constantsOf(graph: OnnxGraph, body: OnnxGraph) {
  const used = new Set(body.node.flatMap(({ input }) => input));
  return graph.initializer.filter(({ name }) => used.has(name));
}

/** The graph without its Scan, whose outputs go in instead. */
function afterScan(graph: OnnxGraph, scan: OnnxNode): OnnxGraph {
  const made = new Set(scan.output);
  const used = new Set(graph.node.filter((node) => node !== scan).flatMap(({ input }) => input));
  return {
    ...graph,
    node: graph.node.filter((node) => node !== scan),
    input: scan.output.filter((name) => used.has(name)).map(floatOfAnyShape),
    output: graph.output.filter(({ name }) => !made.has(name)),
  };
}

function floatOfAnyShape(name: string): OnnxValueInfo {
  const tensorType = { elemType: 1, shape: undefined };
  return {
    name,
    type: { tensorType, sequenceType: undefined, mapType: undefined, denotation: '' },
    docString: '',
  };
}
