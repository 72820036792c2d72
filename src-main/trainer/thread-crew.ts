import type { Crew, CrewMaker } from '@shared/engine/wasm/crew.ts';
import { Worker } from 'node:worker_threads';

/** Words of the control line: the number of the present task, which task, and its plan. */
const TASK = 0;
const KERNEL = 1;
const PLAN = 2;
const KERNELS = ['train32', 'train64', 'close'] as const;

/**
 * Threads that share the machine's memory. They sleep until a task comes; inside it they meet at the kernels' own barrier,
 * so that nobody has to wait for them here.
 */
export const threadCrew: CrewMaker = ({ module, memory, control, threads }) => {
  const words = new Int32Array(memory.buffer, control, 3);
  const workers = Array.from({ length: threads - 1 }, (_, k) => {
    const worker = new Worker(`(${runThread.toString()})(require('node:worker_threads').workerData)`, {
      eval: true,
      workerData: { module, memory, control, thread: k + 1, threads, kernels: KERNELS },
    });
    worker.unref();
    return worker;
  });
  const send = (kernel: (typeof KERNELS)[number], plan: number) => {
    words[KERNEL] = KERNELS.indexOf(kernel);
    words[PLAN] = plan;
    Atomics.add(words, TASK, 1);
    Atomics.notify(words, TASK);
  };
  return {
    threads,
    start: send,
    close: () => {
      send('close', 0);
      for (const worker of workers) void worker.terminate();
    },
  } satisfies Crew;
};

interface ThreadData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: number;
  readonly thread: number;
  readonly threads: number;
  readonly kernels: typeof KERNELS;
}

/** What a thread does, from its start to its end. Sent over as text, so it uses nothing but its argument. */
function runThread({ module, memory, control, thread, threads, kernels }: ThreadData): void {
  const words = new Int32Array(memory.buffer, control, 3);
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  // Tasks are counted from 0, so that one which comes while this thread is starting or finishing is not missed.
  for (let done = 0; ; done++) {
    Atomics.wait(words, 0, done);
    const kernel = kernels[words[1]!]!;
    if (kernel === 'close') return;
    (exports[kernel] as (plan: number, thread: number, threads: number) => void)(words[2]!, thread, threads);
  }
}
