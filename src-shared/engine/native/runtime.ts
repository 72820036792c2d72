/*
 * What runs the graphs of the native backend. src-shared knows no Node: the host brings a runtime, see
 * src-main/trainer/native/load-runtime.ts.
 */

/** Numbers that go into a graph or come out of it, row-major. Booleans are bytes, 0 or 1. */
export type NativeTensor =
  | { readonly type: 'float32'; readonly data: Float32Array; readonly dims: readonly number[] }
  | { readonly type: 'float64'; readonly data: Float64Array; readonly dims: readonly number[] }
  | { readonly type: 'int32'; readonly data: Int32Array; readonly dims: readonly number[] }
  | { readonly type: 'uint8' | 'bool'; readonly data: Uint8Array; readonly dims: readonly number[] }
  | { readonly type: 'int64'; readonly data: BigInt64Array; readonly dims: readonly number[] };

/** Tensors by their names in the graph. */
export type NativeTensors = Readonly<Record<string, NativeTensor>>;

/** A graph made ready to be run. */
export interface NativeSession {
  /**
   * Runs the graph to its end. Outputs named in `into` are left there; the answer has the others, in memory of their own.
   * Inputs are read where they stand, so they must not lie in shared memory, nor where an output goes. Throws what the
   * runtime says of inputs that it refuses.
   */
  run(inputs: NativeTensors, into?: NativeTensors): NativeTensors;
  /** Gives back memory and threads. The session must not be used afterwards. */
  close(): void;
}

export interface NativeSessionOptions {
  /** Threads that one run computes on, the calling one included. */
  readonly threads: number;
  /** False: memory that a node has done with is given back, which otherwise is kept for the next. */
  readonly keepsMemory?: boolean;
}

export interface NativeRuntime {
  /** Of the library, as records name it: "1.30.0". */
  readonly version: string;
  /** The bytes of an ONNX model → a session. Throws what the runtime says of a model that it refuses. */
  open(model: Uint8Array, options: NativeSessionOptions): NativeSession;
}

/**
 * Leaves outputs where they are wanted, for runtimes that cannot write them there.
 *
 * Shapes: as the outputs'. Source: none, this is bookkeeping.
 */
export function leaveIn(into: NativeTensors, outputs: NativeTensors): NativeTensors {
  for (const [name, { data }] of Object.entries(into)) {
    const found = outputs[name]?.data;
    if (data instanceof Float32Array && found instanceof Float32Array) data.set(found);
    else throw new Error(`There is no output "${name}" in float32.`);
  }
  return Object.fromEntries(Object.entries(outputs).filter(([name]) => !(name in into)));
}
