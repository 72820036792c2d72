import { AppError, fromWireError } from '@shared/core/errors.ts';
import type { z } from 'zod';
import type { Log } from '../log.ts';
import {
  fromServiceSchema,
  type Operation,
  type ReadingProgress,
  type ServiceRequest,
  type ServiceRequests,
  type ServiceResponse,
  serviceResponses,
  type ToService,
} from './messages.ts';

/** What is needed of Electron's UtilityProcess. */
export interface ServiceChild {
  postMessage(message: ToService): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  once(event: 'exit', listener: (code: number) => void): unknown;
}

/** How a caller follows a long request. */
export interface Following {
  /** Ends the request with CANCELLED, at once; the process learns of it as soon as it listens. */
  signal?: AbortSignal;
  onProgress?: (progress: ReadingProgress) => void;
}

interface OpenRequest {
  operation: Operation;
  onProgress: ((progress: ReadingProgress) => void) | undefined;
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

/**
 * Previews, predictions and exports, worked out in a process of their own so that main never blocks. It is forked
 * at the first request and kept; if it dies the open requests fail and the next one gets a new process.
 */
export class ServiceClient {
  private readonly fork: () => ServiceChild;
  private readonly log: Log;
  private child: ServiceChild | null = null;
  private readonly open = new Map<number, OpenRequest>();
  private nextId = 1;
  private isClosing = false;

  constructor(fork: () => ServiceChild, log: Log) {
    this.fork = fork;
    this.log = log;
  }

  async call<O extends Operation>(
    operation: O,
    request: ServiceRequests[O],
    { signal, onProgress }: Following = {},
  ): Promise<ServiceResponse<O>> {
    if (signal?.aborted === true) throw cancelled();
    const child = (this.child ??= this.start());
    const id = this.nextId++;
    const value = await new Promise<unknown>((resolve, reject) => {
      this.open.set(id, { operation, onProgress, resolve, reject });
      child.postMessage({ id, operation, request } as ServiceRequest);
      signal?.addEventListener('abort', () => {
        this.cancel(id);
      });
    });
    return value as ServiceResponse<O>;
  }

  /** The caller hears at once; the request stays open until the process has answered, too. */
  private cancel(id: number): void {
    const request = this.open.get(id);
    if (request === undefined) return;
    request.onProgress = undefined;
    this.child?.postMessage({ id, cancel: true });
    request.reject(cancelled());
  }

  /** Ninestep quits: the process is about to go, and whoever still waits for an answer no longer needs it. */
  close(): void {
    this.isClosing = true;
  }

  private start(): ServiceChild {
    const child = this.fork();
    child.on('message', (message) => {
      this.receive(message);
    });
    child.once('exit', (code) => {
      this.childDied(code);
    });
    return child;
  }

  private receive(message: unknown): void {
    const parsed = fromServiceSchema.safeParse(message);
    const request = parsed.success ? this.open.get(parsed.data.id) : undefined;
    if (!parsed.success || request === undefined) {
      this.log.warn('Dropped a message of the service that breaks the protocol', parsed.error);
      return;
    }
    if ('progress' in parsed.data) {
      request.onProgress?.(parsed.data.progress);
      return;
    }
    this.open.delete(parsed.data.id);
    if (!parsed.data.ok) request.reject(fromWireError(parsed.data.error));
    else this.answer(request, serviceResponses[request.operation].safeParse(parsed.data.value));
  }

  private answer({ operation, resolve, reject }: OpenRequest, value: z.ZodSafeParseResult<unknown>): void {
    if (value.success) resolve(value.data);
    else
      reject(new Error(`The service's answer to ${operation} breaks the protocol`, { cause: value.error }));
  }

  private childDied(code: number): void {
    this.child = null;
    const requests = [...this.open.values()];
    this.open.clear();
    if (!this.isClosing) {
      this.log.error(
        `The service ended with code ${String(code)}; ${String(requests.length)} requests were open`,
      );
    }
    for (const { reject } of requests) reject(this.lost());
  }

  private lost(): AppError {
    return this.isClosing
      ? new AppError('CANCELLED', 'Ninestep is closing.')
      : new AppError('TRAINER_LOST', 'The process that worked on this ended unexpectedly. Please try again.');
  }
}

function cancelled(): AppError {
  return new AppError('CANCELLED', 'Cancelled.');
}
