import { type Precision, PRECISIONS } from '@shared/core/float-array.ts';
import type { Backend } from '@shared/engine/machine.ts';
import { nativeBackend } from '@shared/engine/native/native-machine.ts';
import { availableBackends, chooseBackend } from '../../src-main/trainer/backend.ts';
import { loadRuntime } from '../../src-main/trainer/native/load-runtime.ts';

/** The native backend on so many threads; none where its library is not installed or does not work. */
export function nativeBackends(threads: number, companion = chooseBackend('wasm', 1)): Backend[] {
  const loaded = loadRuntime();
  return loaded.kind === 'absent' ? [] : [nativeBackend({ runtime: loaded.runtime, threads, companion })];
}

/** Every backend this host can run, on one thread, that computes in either precision: what is true of one must be true of all. */
export const FLOAT64_BACKENDS: readonly Backend[] = availableBackends(1).filter(
  ({ name }) => name !== 'native',
);

/** Every backend this host can run at all, on one thread. */
export const BACKENDS: readonly Backend[] = [...FLOAT64_BACKENDS, ...nativeBackends(1)];

export function precisionsOf(backend: Backend): readonly Precision[] {
  return backend.name === 'native' ? ['float32'] : PRECISIONS;
}

/** The precision in which a backend is held to the most digits. */
export function finestPrecision(backend: Backend): Precision {
  return precisionsOf(backend).at(-1)!;
}
