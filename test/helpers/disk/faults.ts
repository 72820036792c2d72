import { type FileCall, interceptFileCalls } from './intercept.ts';

/** How the system refuses a call. */
export const FAULTS = ['ENOSPC', 'EIO', 'EACCES', 'EMFILE', 'EROFS'] as const;
export type Fault = (typeof FAULTS)[number];

/** How many file calls inside `root` some work makes, each of which might fail. */
export async function countFileCalls(root: string, work: () => Promise<unknown>): Promise<number> {
  let calls = 0;
  const restore = await interceptFileCalls(root, (_call, perform) => {
    calls += 1;
    return perform();
  });
  await work().finally(restore);
  return calls;
}

/** Has one of the file calls that some work makes inside `root` fail, once; `place` 0: the first. Gives its name. */
export async function withFault(
  root: string,
  place: number,
  fault: Fault,
  work: () => Promise<unknown>,
): Promise<string> {
  let calls = 0;
  let failed = 'none';
  const restore = await interceptFileCalls(root, (call, perform) => {
    calls += 1;
    if (calls !== place + 1) return perform();
    failed = call.name;
    return fail(call, fault, perform);
  });
  await work().finally(restore);
  return failed;
}

/** Has every call of one kind fail from the given one on; `first` 0: all of them. */
export async function withLastingFault(
  root: string,
  { name, first, fault }: { name: string; first: number; fault: Fault },
  work: () => Promise<unknown>,
): Promise<void> {
  let calls = 0;
  const restore = await interceptFileCalls(root, (call, perform) => {
    if (call.name === name) calls += 1;
    return call.name === name && calls > first ? fail(call, fault, perform) : perform();
  });
  await work().finally(restore);
}

function fail({ name, path, args }: FileCall, fault: Fault, perform: () => unknown): unknown {
  const error: NodeJS.ErrnoException = new Error(`${fault}: ${name} of ${path} fails for the test`);
  error.code = fault;
  // Whatever close says, the file is closed; and of a write that fails a part may be on the disk.
  if (name === 'close' || name === 'closeSync') void perform();
  if (name === 'writeSync') {
    const bytes = args[1] as Uint8Array;
    (args as unknown[])[1] = bytes.subarray(0, bytes.length >> 1);
    perform();
  }
  if (name.endsWith('Sync')) throw error;
  return Promise.reject(error);
}
