import { AppError, toWireError } from '@shared/core/errors.ts';
import { setImmediate } from 'node:timers/promises';
import type {
  FromService,
  Operation,
  ReadingProgress,
  ServiceRequest,
  ServiceRequests,
  ServiceResponse,
  ToService,
} from './messages.ts';

/** What an operation is given beside its request. */
export interface Task {
  readonly signal: AbortSignal;
  /** Each call is a message to main, and from there to the window: readers call it at most 10 times a second. */
  readonly onProgress: (progress: ReadingProgress) => void;
}

export type Operations = {
  readonly [O in Operation]: (
    request: ServiceRequests[O],
    task: Task,
  ) => ServiceResponse<O> | Promise<ServiceResponse<O>>;
};

/** Takes what main says and has it worked out: one answer to each request, and progress before it. */
export class Desk {
  private readonly operations: Operations;
  private readonly post: (message: FromService) => void;
  private readonly tasks = new Map<number, AbortController>();

  constructor(operations: Operations, post: (message: FromService) => void) {
    this.operations = operations;
    this.post = post;
  }

  async receive(message: ToService): Promise<void> {
    if ('cancel' in message) {
      this.tasks.get(message.id)?.abort();
      return;
    }
    const controller = new AbortController();
    this.tasks.set(message.id, controller);
    this.post(await this.work(message, controller.signal));
    this.tasks.delete(message.id);
  }

  private async work({ id, operation, request }: ServiceRequest, signal: AbortSignal): Promise<FromService> {
    try {
      // What was cancelled while this process was busy stands right behind its request.
      await setImmediate();
      if (signal.aborted) throw new AppError('CANCELLED', 'Cancelled.');
      const onProgress = (progress: ReadingProgress): void => {
        if (!signal.aborted) this.post({ id, progress });
      };
      // The compiler cannot see that the request belongs to the operation; `ServiceRequest` says so.
      const perform = this.operations[operation] as (request: unknown, task: Task) => unknown;
      return { id, ok: true, value: await perform(request, { signal, onProgress }) };
    } catch (error) {
      // Ends in the log; only what was expected crosses with its text.
      if (!(error instanceof AppError)) console.error(error);
      return { id, ok: false, error: toWireError(error) };
    }
  }
}
