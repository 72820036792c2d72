import type { Backend } from '@shared/engine/machine.ts';
import { leaningOf, nativeObstacle, stepText, type TrainingWork } from '@shared/engine/native/choice.ts';
import type { BackendName, BackendRequest } from '@shared/model/backends.ts';
import type { EngineIdentity, RunEngine } from '@shared/model/run.ts';
import { availableParallelism } from 'node:os';
import { ENGINE } from '../storage/engine-identity.ts';
import { chooseBackend, type NativeAnswer, nativeHere, webgpuHere } from './backend.ts';
import { tryOut } from './engine-trial.ts';

export interface EngineRequest {
  backend: BackendRequest;
  /** Null: as many as the machine can do without, so that it stays usable. */
  threads: number | null;
}

export const ANY_ENGINE: EngineRequest = { backend: 'auto', threads: null };

/** What will train, and what the record says of it. */
export interface Engine {
  backend: Backend;
  identity: RunEngine;
  /** Only where the native backend was wanted and WebAssembly trains: why, as a part of a sentence. */
  obstacle?: string;
}

/** How a machine answers what it is asked for, for what is to be trained, with what it has. */
export type EngineChoice = (request: EngineRequest, work: TrainingWork) => Engine;

const REQUESTS: Record<BackendName, BackendRequest> = {
  reference: 'reference',
  'wasm-simd': 'wasm-simd',
  'wasm-relaxed-simd': 'wasm',
  native: 'native',
  webgpu: 'webgpu',
};

/** What to ask for to get a backend again, where it is there. */
export function requestFor({ backend }: EngineIdentity): BackendRequest {
  return REQUESTS[backend];
}

/** The same for a look at what it trained: the driver of a graphics device is not let into a process that others need. */
export function requestToLook(identity: EngineIdentity): BackendRequest {
  const request = requestFor(identity);
  return request === 'webgpu' ? 'wasm' : request;
}

/** What decides the bits and may be told of anywhere: without how it was come by, which may differ from day to day. */
export function identityOf({ name, version, backend, threads, runtime }: RunEngine): EngineIdentity {
  return {
    name,
    version,
    backend,
    ...(threads === undefined ? {} : { threads }),
    ...(runtime === undefined ? {} : { runtime }),
  };
}

/** What computes here as it is asked for, where nothing is trained for long: `auto` is WebAssembly. */
export function chooseEngine(request: EngineRequest): Engine {
  const { backend: asked } = request;
  if (!isNative(asked)) return wasmEngine(request, asked);
  const native = asked === 'native' ? nativeHere(threadsOf(request)) : webgpuHere(threadsOf(request));
  return native.kind === 'there' ? nativeEngine(request, native) : insteadOf(request, native.reason);
}

/**
 * What trains here as it is asked for. `auto` takes the faster of WebAssembly and native code, and tries both where the size
 * of a step does not tell: nothing of that reaches the training. Where the native backend is wanted and cannot be had,
 * WebAssembly trains, and `obstacle` says why.
 */
export function engineFor(request: EngineRequest, work: TrainingWork): Engine {
  const { backend: asked } = request;
  if (isNative(asked)) {
    const obstacle = nativeObstacle(work);
    return obstacle === null ? chooseEngine(request) : insteadOf(request, obstacle);
  }
  return asked === 'auto' ? fasterEngine(request, work) : chooseEngine(request);
}

function fasterEngine(request: EngineRequest, work: TrainingWork): Engine {
  const obstacle = nativeObstacle(work);
  if (obstacle !== null)
    return wasmEngine(request, 'wasm', `The native engine cannot take its place: ${obstacle}.`);
  const leaning = leaningOf(work);
  if (leaning === 'wasm') {
    return wasmEngine(request, 'wasm', `${stepText(work)}: for that WebAssembly is the faster.`);
  }
  const native = nativeHere(threadsOf(request));
  if (native.kind === 'absent') return insteadOf(request, native.reason);
  if (leaning === 'native') {
    return nativeEngine(request, native, `${stepText(work)}: for that native code is the faster.`);
  }
  return triedEngine(request, work, native);
}

type NativeThere = Extract<NativeAnswer, { kind: 'there' }>;

/** Where the sizes do not tell: a draw goes to WebAssembly, which is always there to go on. */
function triedEngine(request: EngineRequest, work: TrainingWork, native: NativeThere): Engine {
  const wasm = chooseBackend('wasm', threadsOf(request));
  try {
    const [byWasm = 0, byNative = Infinity] = tryOut(work, [wasm, native.backend], threadsOf(request));
    const why =
      `${stepText(work)}; tried here for a moment: native code ${microseconds(byNative)}, ` +
      `WebAssembly ${microseconds(byWasm)} a step.`;
    return byNative < byWasm ? nativeEngine(request, native, why) : wasmEngine(request, 'wasm', why);
  } catch (error) {
    const [said] = (error instanceof Error ? error.message : String(error)).split('\n', 1);
    return insteadOf(request, `it failed when it was tried (${said ?? ''})`);
  }
}

function microseconds(seconds: number): string {
  return `${Math.round(seconds * 1e6).toLocaleString('en')} µs`;
}

/** What computes without a native library. */
type LocalRequest = Exclude<BackendRequest, 'native' | 'webgpu'>;

/** Whether graphs of a native library are asked for, be it on the processor or on the graphics device. */
function isNative(asked: BackendRequest): asked is 'native' | 'webgpu' {
  return asked === 'native' || asked === 'webgpu';
}

/** A native backend was wanted. */
function insteadOf(request: EngineRequest, reason: string): Engine {
  const wanted = request.backend === 'webgpu' ? 'graphics device' : 'native engine';
  const why = `WebAssembly trains in place of the ${wanted}: ${reason}.`;
  return { ...wasmEngine(request, 'wasm', why), obstacle: reason };
}

/** What stands in for WebAssembly says so. */
function wasmEngine(request: EngineRequest, asked: LocalRequest, why?: string): Engine {
  const backend = chooseBackend(asked, threadsOf(request));
  if (asked === 'reference' || backend.name !== 'reference') return engineOf(request, backend, reasoned(why));
  const obstacle = 'this processor has no vectors that WebAssembly could take';
  const instead = `Plain loops train in place of WebAssembly: ${obstacle}.`;
  return {
    ...engineOf(request, backend, reasoned(why === undefined ? instead : `${why} ${instead}`)),
    obstacle,
  };
}

function reasoned(why: string | undefined): Pick<RunEngine, 'why'> {
  return why === undefined ? {} : { why };
}

function nativeEngine(request: EngineRequest, { backend, runtime }: NativeThere, why?: string): Engine {
  return engineOf(request, backend, { runtime, ...reasoned(why) });
}

function engineOf(request: EngineRequest, backend: Backend, more: Partial<RunEngine> = {}): Engine {
  const { name } = backend;
  const threads = name === 'reference' ? 1 : threadsOf(request);
  return { backend, identity: { ...ENGINE, backend: name, threads, asked: request.backend, ...more } };
}

function threadsOf({ threads }: EngineRequest): number {
  return threads ?? Math.max(1, availableParallelism() - 1);
}
