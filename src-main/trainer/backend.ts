import type { Backend } from '@shared/engine/machine.ts';
import { referenceBackend } from '@shared/engine/reference-machine.ts';
import { relaxedSimd, simd } from '@shared/engine/wasm/kernel-bytes.ts';
import { wasmBackend } from '@shared/engine/wasm/wasm-machine.ts';
import type { BackendRequest } from '@shared/model/backends.ts';
import { setFlagsFromString } from 'node:v8';
import { threadCrew } from './thread-crew.ts';

/** The builds of the kernels, the faster first, and what they are called in records. */
const BUILDS = [
  { name: 'wasm-relaxed-simd', bytes: relaxedSimd },
  { name: 'wasm-simd', bytes: simd },
] as const;
type Build = (typeof BUILDS)[number];

const compiled = new Map<Build['name'], WebAssembly.Module>();

/** The backend for a request, on at most so many threads. */
export function chooseBackend(request: BackendRequest, threads: number): Backend {
  if (request === 'reference') return referenceBackend;
  const builds = runnableBuilds();
  const build = builds.find(({ name }) => name === request) ?? builds[0]!;
  return backendOf(build, threads);
}

/** Every backend that this host can run, on at most so many threads. */
export function availableBackends(threads: number): Backend[] {
  return [referenceBackend, ...runnableBuilds().map((build) => backendOf(build, threads))];
}

function runnableBuilds(): Build[] {
  const [relaxed] = BUILDS;
  // Node 20 has relaxed SIMD behind a flag, newer hosts and Electron without: with it, all give the same bits.
  if (!canRun(relaxed)) setFlagsFromString('--experimental-wasm-relaxed-simd');
  return BUILDS.filter(canRun);
}

function canRun({ bytes }: Build): boolean {
  return WebAssembly.validate(Buffer.from(bytes, 'base64'));
}

function backendOf({ name, bytes }: Build, threads: number): Backend {
  const module = compiled.get(name) ?? new WebAssembly.Module(Buffer.from(bytes, 'base64'));
  compiled.set(name, module);
  return wasmBackend({ name, module, threads, makeCrew: threadCrew });
}
