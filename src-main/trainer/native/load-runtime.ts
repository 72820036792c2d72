import type {
  NativeRuntime,
  NativeSession,
  NativeSessionOptions,
  NativeTensor,
  NativeTensors,
} from '@shared/engine/native/runtime.ts';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { checkRuntime } from './check-runtime.ts';
import { forbidTelemetry } from './no-telemetry.ts';

/*
 * onnxruntime-node as a runtime of the native backend, through its own binding: that is synchronous, as machines are, while
 * the public `session.run` only puts the same call behind setImmediate. The binding is no public interface, so the version
 * is pinned exactly, and whatever is not as expected means that there is no native backend here.
 */

/** As package.json pins it: the binding of another version may be another one. */
export const RUNTIME_VERSION = '1.30.0';
const PACKAGE = 'onnxruntime-node';

/** What loading came to. The reason is a sentence for a person. */
export type LoadedRuntime =
  | { readonly kind: 'loaded'; readonly runtime: NativeRuntime; readonly binding: Binding }
  | { readonly kind: 'absent'; readonly reason: string };

/** The binding's own tensor: besides ours it says where its numbers are. */
export type BindingTensor = NativeTensor & { readonly location: 'cpu' };

/** One of the binding's that stays on a graphics device. */
export interface GpuTensor {
  readonly location: 'gpu-buffer';
  dispose(): void;
}

interface BindingSession {
  loadModel(buffer: ArrayBufferLike, byteOffset: number, byteLength: number, options: object): void;
  readonly outputMetadata: readonly { readonly name: string }[];
  run(
    feeds: Readonly<Record<string, BindingTensor | GpuTensor>>,
    fetches: Readonly<Record<string, BindingTensor | null>>,
    options: object,
  ): NativeTensors;
  dispose(): void;
}

export interface Binding {
  readonly initOrt: () => void;
  readonly binding: { readonly InferenceSession: new () => BindingSession };
}

/** Of its own messages only what is fatal: the rest is thrown, and told by whoever asked. */
export const ONLY_FATAL = 4;

const loadedFrom = new Map<string, LoadedRuntime>();

/**
 * Loads the runtime, once in a thread; where that fails, says why. It is looked for as `require` would in the file `from`.
 */
export function loadRuntime(from: string = __filename): LoadedRuntime {
  const known = loadedFrom.get(from);
  if (known !== undefined) return known;
  const loaded = tryToLoad(from);
  loadedFrom.set(from, loaded);
  return loaded;
}

function tryToLoad(from: string): LoadedRuntime {
  const load = createRequire(from);
  try {
    const { version } = load(`${PACKAGE}/package.json`) as { version: unknown };
    if (version !== RUNTIME_VERSION) {
      return absent(`${PACKAGE} ${String(version)} is installed, and Ninestep knows ${RUNTIME_VERSION}`);
    }
  } catch {
    return absent(`${PACKAGE} is not installed`);
  }
  try {
    if (!forbidTelemetry()) return absent(`${PACKAGE} could not be kept from sending reports`);
    quieten(load);
    const binding = load(`${PACKAGE}/dist/binding.js`) as Binding;
    binding.initOrt();
    const runtime: NativeRuntime = {
      version: RUNTIME_VERSION,
      open: (model, options) => openSession(binding, model, options),
    };
    checkRuntime(runtime);
    return { kind: 'loaded', runtime, binding };
  } catch (error) {
    return absent(`${PACKAGE} ${RUNTIME_VERSION} does not work here (${describe(error, load)})`);
  }
}

/** The first line of what the system says, without the folder in which this installation happens to be. */
function describe(error: unknown, load: NodeJS.Require): string {
  const message = error instanceof Error ? error.message : String(error);
  const folder = dirname(load.resolve(`${PACKAGE}/package.json`));
  return message.split('\n', 1)[0]!.replaceAll(folder, PACKAGE);
}

function absent(reason: string): LoadedRuntime {
  return { kind: 'absent', reason };
}

/** Before the library starts: later its level cannot be changed any more. */
function quieten(load: NodeJS.Require): void {
  const { env } = load('onnxruntime-common') as { env: { logLevel: string } };
  env.logLevel = 'fatal';
}

function openSession(
  { binding }: Binding,
  model: Uint8Array,
  { threads, keepsMemory = true }: NativeSessionOptions,
): NativeSession {
  const session = new binding.InferenceSession();
  session.loadModel(model.buffer, model.byteOffset, model.byteLength, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    enableCpuMemArena: keepsMemory,
    graphOptimizationLevel: 'all',
    logSeverityLevel: ONLY_FATAL,
  });
  // Null asks for an output in memory of its own.
  const fetches = Object.fromEntries(session.outputMetadata.map(({ name }) => [name, null]));
  return {
    run: (inputs, into = {}) =>
      withoutCopies(session.run(located(inputs), { ...fetches, ...located(into) }, {}), into),
    close: () => {
      session.dispose();
    },
  };
}

/** A closed port: what is sent to it is given back, without waiting for the garbage collector. */
const nowhere = new MessageChannel().port1;
nowhere.close();

/**
 * Of what was written where it is wanted the binding makes copies, too: given back at once, as megabytes in every step would
 * keep the garbage collector busy.
 */
function withoutCopies(outputs: NativeTensors, into: NativeTensors): NativeTensors {
  const copies = Object.keys(into).map((name) => outputs[name]!.data.buffer as ArrayBuffer);
  if (copies.length > 0) nowhere.postMessage(null, copies);
  return Object.fromEntries(Object.entries(outputs).filter(([name]) => !(name in into)));
}

function located(inputs: NativeTensors): Readonly<Record<string, BindingTensor>> {
  const feeds: Record<string, BindingTensor> = {};
  for (const [name, tensor] of Object.entries(inputs)) feeds[name] = onHost(tensor);
  return feeds;
}

/** Field by field: those of an output are not its own. */
export function onHost({ type, data, dims }: NativeTensor): BindingTensor {
  return { type, data, dims, location: 'cpu' } as BindingTensor;
}
