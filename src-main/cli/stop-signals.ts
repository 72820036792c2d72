/** Ctrl+C, a polite kill, and a terminal that is closed: training is stopped between two steps and kept. */
export const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Calls `stop` at any of these signals while the work goes on. */
export async function untilSignal<T>(stop: () => void, work: () => Promise<T>): Promise<T> {
  for (const signal of STOP_SIGNALS) process.on(signal, stop);
  try {
    return await work();
  } finally {
    for (const signal of STOP_SIGNALS) process.off(signal, stop);
  }
}
