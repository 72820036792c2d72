import { type Precision, PRECISIONS } from '@shared/core/float-array.ts';
import type { Backend } from '@shared/engine/machine.ts';
import { nativeBackend } from '@shared/engine/native/native-machine.ts';
import { availableBackends, chooseBackend, updateModule } from '../../src-main/trainer/backend.ts';
import { loadRuntime } from '../../src-main/trainer/native/load-runtime.ts';

/**
 * The native backend on so many threads, as it is and with every update that can be apart from the graph apart; none where
 * its library is not installed or does not work.
 */
export function nativeBackends(threads: number, companion = chooseBackend('wasm', 1)): Backend[] {
  const loaded = loadRuntime();
  if (loaded.kind === 'absent') return [];
  const host = { runtime: loaded.runtime, threads, companion, update: updateModule() };
  return [nativeBackend(host), nativeBackend({ ...host, separatesAlways: true })];
}

/** Every backend this host can run, on one thread, that computes in either precision: what is true of one must be true of all. */
export const FLOAT64_BACKENDS: readonly Backend[] = availableBackends(1);

/** Every backend this host can run at all, on so many threads; always in the same order. */
export function backendsOn(threads: number): readonly Backend[] {
  return [...availableBackends(threads), ...nativeBackends(threads)];
}

export const BACKENDS = backendsOn(1);

export function precisionsOf(backend: Backend): readonly Precision[] {
  return backend.name === 'native' ? ['float32'] : PRECISIONS;
}

/** The precision in which a backend is held to the most digits. */
export function finestPrecision(backend: Backend): Precision {
  return precisionsOf(backend).at(-1)!;
}
