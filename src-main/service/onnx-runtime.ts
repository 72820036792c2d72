import type { GraphCell } from '@shared/export/onnx/golden-cases.ts';
import type { GraphColumns, RunGraph } from '@shared/export/onnx/prove-graph.ts';
import { forbidTelemetry } from '../trainer/native/no-telemetry.ts';

/* ONNX Runtime is not part of Ninestep: it proves exports where it is installed. Its types are not asked for, either. */

interface RuntimeTensor {
  readonly data: ArrayLike<GraphCell>;
}
interface RuntimeSession {
  run(feeds: Readonly<Record<string, RuntimeTensor>>): Promise<Readonly<Record<string, RuntimeTensor>>>;
  release(): Promise<void>;
}
interface OnnxRuntime {
  readonly Tensor: new (
    type: 'float64' | 'string',
    data: Float64Array | string[],
    dims: number[],
  ) => RuntimeTensor;
  readonly InferenceSession: {
    create(model: Uint8Array, options: { logSeverityLevel: number }): Promise<RuntimeSession>;
  };
}

/** By a name that the bundler does not follow. */
const PACKAGE = 'onnxruntime-node';
const ONLY_ERRORS = 3;

/** Null where it is not installed, or does not work on this machine. */
export async function loadOnnxRuntime(): Promise<OnnxRuntime | null> {
  if (!forbidTelemetry()) return null;
  try {
    const loaded = (await import(PACKAGE)) as OnnxRuntime & { default?: OnnxRuntime };
    return loaded.default ?? loaded;
  } catch {
    return null;
  }
}

/** The bytes of an .onnx file → a function that runs it. Throws what ONNX Runtime says of a model that it refuses. */
export function runInOnnxRuntime(runtime: OnnxRuntime, bytes: Uint8Array): RunGraph {
  return async (columns) => {
    const session = await runtime.InferenceSession.create(bytes, { logSeverityLevel: ONLY_ERRORS });
    try {
      return answersOf(await session.run(feeds(runtime, columns)));
    } finally {
      await session.release();
    }
  };
}

function feeds({ Tensor }: OnnxRuntime, columns: GraphColumns): Record<string, RuntimeTensor> {
  return Object.fromEntries(
    [...columns].map(([name, cells]) => {
      const isText = cells.some((cell) => typeof cell === 'string');
      const tensor = isText
        ? new Tensor('string', cells.map(String), [cells.length, 1])
        : new Tensor('float64', Float64Array.from(cells, Number), [cells.length, 1]);
      return [name, tensor];
    }),
  );
}

function answersOf(results: Readonly<Record<string, RuntimeTensor>>): GraphColumns {
  return new Map(Object.entries(results).map(([name, { data }]) => [name, Array.from(data)]));
}
