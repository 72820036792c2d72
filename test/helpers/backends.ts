import { availableBackends } from '../../src-main/trainer/backend.ts';

/** Every backend this host can run, on one thread: what is true of one must be true of all. */
export const BACKENDS = availableBackends(1);
