/**
 * Work that takes a while: it yields after every few milliseconds of it, so that whoever does it can let others in, or give
 * it up.
 */
export type Work<T> = Generator<undefined, T, undefined>;

/** Does all of it at once. */
export function finish<T>(work: Work<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
