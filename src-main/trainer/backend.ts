import type { Backend } from '@shared/engine/machine.ts';
import { nativeBackend } from '@shared/engine/native/native-machine.ts';
import { referenceBackend } from '@shared/engine/reference-machine.ts';
import { relaxedSimd, simd, update } from '@shared/engine/wasm/kernel-bytes.ts';
import { wasmBackend } from '@shared/engine/wasm/wasm-machine.ts';
import type { BackendRequest } from '@shared/model/backends.ts';
import { availableParallelism } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { graphicsDevice } from './native/graphics-device.ts';
import { provenRuntime } from './native/proven-runtime.ts';
import { threadCrew } from './thread-crew.ts';

/** The builds of the kernels, the faster first, and what they are called in records. */
const BUILDS = [
  { name: 'wasm-relaxed-simd', bytes: relaxedSimd },
  { name: 'wasm-simd', bytes: simd },
] as const;
type Build = (typeof BUILDS)[number];

const compiled = new Map<string, WebAssembly.Module>();

/**
 * The backend for a request whatever the network, on at most so many threads: `auto` is the faster build of WebAssembly, and
 * plain loops stand in where no build runs.
 */
export function chooseBackend(
  request: Exclude<BackendRequest, 'native' | 'webgpu'>,
  threads: number,
): Backend {
  if (request === 'reference') return referenceBackend;
  const builds = runnableBuilds();
  const build = builds.find(({ name }) => name === request) ?? builds[0];
  return build === undefined ? referenceBackend : backendOf(build, threads);
}

/** What came of asking for the native backend. The reason is a part of a sentence. */
export type NativeAnswer =
  | { readonly kind: 'there'; readonly backend: Backend; readonly runtime: string }
  | { readonly kind: 'absent'; readonly reason: string };

/** The native backend, on at most so many threads, and no more than there are cores: its threads wait by counting. */
export function nativeHere(threads: number): NativeAnswer {
  const loaded = provenRuntime();
  if (loaded.kind === 'absent') return loaded;
  const { runtime } = loaded;
  const cores = Math.min(threads, availableParallelism());
  const backend = nativeBackend({
    runtime,
    threads: cores,
    companion: chooseBackend('wasm', threads),
    update: updateModule(),
  });
  return { kind: 'there', backend, runtime: runtime.version };
}

/** The kernel of updates: the same bits on every host that runs it. */
export function updateModule(): WebAssembly.Module | null {
  return canRun(update) ? compiledOf('update', update) : null;
}

/** The native backend on the graphics device. Its bits differ, so it has a name of its own. */
export function webgpuHere(threads: number): NativeAnswer {
  const device = graphicsDevice();
  if (device.kind === 'absent') return device;
  const { runtime } = device;
  const backend = nativeBackend({
    runtime,
    threads: 1,
    companion: chooseBackend('wasm', threads),
    update: null,
  });
  return { kind: 'there', backend: { ...backend, name: 'webgpu' }, runtime: runtime.version };
}

/** Every backend that this host can run, on at most so many threads. */
export function availableBackends(threads: number): Backend[] {
  return [referenceBackend, ...runnableBuilds().map((build) => backendOf(build, threads))];
}

function runnableBuilds(): Build[] {
  const [relaxed] = BUILDS;
  // Node 20 has relaxed SIMD behind a flag, newer hosts and Electron without: with it, all give the same bits.
  if (!canRun(relaxed.bytes)) setFlagsFromString('--experimental-wasm-relaxed-simd');
  return BUILDS.filter(({ bytes }) => canRun(bytes));
}

/** Processors before 2008 have no vectors that WebAssembly could take. */
function canRun(bytes: string): boolean {
  return WebAssembly.validate(Buffer.from(bytes, 'base64'));
}

function backendOf({ name, bytes }: Build, threads: number): Backend {
  return wasmBackend({ name, module: compiledOf(name, bytes), threads, makeCrew: threadCrew });
}

function compiledOf(name: string, bytes: string): WebAssembly.Module {
  const module = compiled.get(name) ?? new WebAssembly.Module(Buffer.from(bytes, 'base64'));
  compiled.set(name, module);
  return module;
}
