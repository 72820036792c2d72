import type { BackendName } from '@shared/model/backends.ts';

const ORDINARY_MS = 15;
/** A call of the native library copies the whole state: fewer and longer ones, but short enough that a command acts at once. */
const NATIVE_MS = 60;
/** What is left of a slice below this share of it is not worth a call. */
const LEAST_SHARE = 0.25;

/** Training between two looks at messages: how long steps go on. */
export interface Slice {
  readonly ms: number;
  /** With less than this left no further call is made. */
  readonly leastMs: number;
}

export function sliceOf(backend: BackendName): Slice {
  const ms = backend === 'native' || backend === 'webgpu' ? NATIVE_MS : ORDINARY_MS;
  return { ms, leastMs: LEAST_SHARE * ms };
}
