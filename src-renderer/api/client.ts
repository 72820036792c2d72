import { AppError, fromWireError, type WireError } from '@shared/core/errors.ts';
import {
  invokeContract,
  type InvokeChannel,
  type Request,
  type Response,
  type WorkbenchEvent,
} from '@shared/ipc/contract.ts';
import { type Envelope, type MethodName, methodName, type WorkbenchBridge } from '@shared/ipc/envelope.ts';
import type { LookRequest } from '@shared/ipc/insight-contract.ts';
import {
  type LookMessage,
  portHandoverSchema,
  type RunPortMessage,
  runPortMessageSchema,
} from '@shared/ipc/run-port.ts';

declare global {
  interface Window {
    readonly workbench: WorkbenchBridge;
  }
}

/** How long a port may take to arrive after main has promised it. */
const PORT_WAIT_MS = 10_000;

type Calls = {
  readonly [C in InvokeChannel as MethodName<C>]: (request: Request<C>) => Promise<Response<C>>;
};

/** A stream of what an active run tells. */
export interface RunWatch {
  /** Says what of the network is to be told from now on; null: nothing. A plain value, never a proxy. */
  readonly look: (request: LookRequest | null) => void;
  readonly stop: () => void;
}

/** The window's only way out. Calls throw AppError; requests must be plain values, never proxies. */
export type Client = Calls & {
  readonly onEvent: (listener: (event: WorkbenchEvent) => void) => () => void;
  /** Streams an active run's points, and its network as far as it is looked at. */
  readonly watchRun: (runId: string, onmessage: (message: RunPortMessage) => void) => Promise<RunWatch>;
};

export function createClient(bridge: WorkbenchBridge, page: Window): Client {
  const calls = Object.fromEntries(
    Object.keys(invokeContract).map((channel) => {
      const name = methodName(channel) as keyof Calls;
      const call = bridge[name] as (request: unknown) => Promise<Envelope<unknown>>;
      return [name, async (request: unknown) => unwrap(await call(request))] as const;
    }),
  ) as unknown as Calls;

  async function watchRun(runId: string, onmessage: (message: RunPortMessage) => void): Promise<RunWatch> {
    const nonce = page.crypto.randomUUID();
    const handover = awaitPort(page, runId, nonce);
    try {
      await calls.runWatch({ runId, nonce });
    } catch (error) {
      handover.cancel();
      throw error;
    }
    return listen(await handover.port, onmessage);
  }

  return { ...calls, onEvent: (listener) => bridge.onEvent(listener), watchRun };
}

function unwrap<T>(envelope: Envelope<T>): T {
  if (!envelope.ok) throw fromWireError(envelope.error);
  return envelope.value;
}

/** A message that is not ours is dropped: the port carries numbers to draw and nothing else. */
function listen(port: MessagePort, onmessage: (message: RunPortMessage) => void): RunWatch {
  port.onmessage = (event: MessageEvent<unknown>) => {
    const message = runPortMessageSchema.safeParse(event.data);
    if (message.success) onmessage(message.data);
  };
  return {
    look: (request) => {
      port.postMessage({ type: 'look', look: request } satisfies LookMessage);
    },
    stop: () => {
      port.close();
    },
  };
}

/** Waits for the one port that carries our nonce and comes from this page itself (the preload script). */
function awaitPort(
  page: Window,
  runId: string,
  nonce: string,
): { port: Promise<MessagePort>; cancel: () => void } {
  let cancel = (): void => undefined;
  const port = new Promise<MessagePort>((resolve, reject) => {
    const receive = (event: MessageEvent<unknown>): void => {
      if (event.source !== page || event.origin !== page.location.origin) return;
      const handover = portHandoverSchema.safeParse(event.data);
      const [received] = event.ports;
      if (!handover.success || received === undefined) return;
      if (handover.data.nonce !== nonce || handover.data.runId !== runId) return;
      cancel();
      resolve(received);
    };
    const timer = setTimeout(() => {
      cancel();
      reject(new AppError('TRAINER_LOST', 'The run did not answer. Its points appear when it ends.'));
    }, PORT_WAIT_MS);
    cancel = () => {
      clearTimeout(timer);
      page.removeEventListener('message', receive);
    };
    page.addEventListener('message', receive);
  });
  return { port, cancel };
}

/** What a person reads of anything thrown. */
export function describeError(thrown: unknown): WireError {
  if (thrown instanceof AppError) return { code: thrown.code, message: thrown.message, at: thrown.at };
  return { code: 'INTERNAL', message: thrown instanceof Error ? thrown.message : 'Something went wrong.' };
}
