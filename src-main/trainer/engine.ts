import type { Backend } from '@shared/engine/machine.ts';
import type { BackendName, BackendRequest } from '@shared/model/backends.ts';
import type { EngineIdentity, RunEngine } from '@shared/model/run.ts';
import { availableParallelism } from 'node:os';
import { ENGINE } from '../storage/engine-identity.ts';
import { chooseBackend } from './backend.ts';

export interface EngineRequest {
  backend: BackendRequest;
  /** Null: as many as the machine can do without, so that it stays usable. */
  threads: number | null;
}

export const ANY_ENGINE: EngineRequest = { backend: 'auto', threads: null };

/** What will train, and what the record says of it. */
export interface Engine {
  backend: Backend;
  identity: EngineIdentity;
}

/** How a machine answers what it is asked for with what it has. */
export type EngineChoice = (request: EngineRequest) => Engine;

const REQUESTS: Record<BackendName, BackendRequest> = {
  reference: 'reference',
  'wasm-simd': 'wasm-simd',
  'wasm-relaxed-simd': 'wasm',
  native: 'native',
};

/** What to ask for to get a backend again, where it is there. */
export function requestFor({ backend }: EngineIdentity): BackendRequest {
  return REQUESTS[backend];
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

/** What trains here as it is asked for. */
export function chooseEngine(request: EngineRequest): Engine {
  const threads = request.threads ?? Math.max(1, availableParallelism() - 1);
  const backend = chooseBackend(request.backend, threads);
  const { name } = backend;
  return { backend, identity: { ...ENGINE, backend: name, threads: name === 'reference' ? 1 : threads } };
}
