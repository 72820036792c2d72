import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { LookRequest } from '@shared/ipc/insight-contract.ts';
import type { RunCommand, TrainerTask } from './messages.ts';
import { forbidTelemetry } from './native/no-telemetry.ts';
import type { FromThread, LastWord, ThreadReport, ToThread } from './thread-messages.ts';

type News = Extract<FromThread, { type: 'news' }>;

interface RunThreadOptions {
  /** The built thread-entry.ts. */
  script: string;
  task: TrainerTask;
  onReport: (report: ThreadReport) => void;
  onNews: (news: News) => void;
}

/** The thread that trains a run, seen from its process. Nothing here waits for a step. */
export class RunThread {
  /** Resolves when the thread is gone, with the last it said; throws what broke it. */
  readonly gone: Promise<LastWord>;
  private readonly options: RunThreadOptions;
  private readonly worker: Worker;
  private last: LastWord | null = null;
  private broken: Error | null = null;

  constructor(options: RunThreadOptions) {
    this.options = options;
    // A thread cannot do it for itself.
    forbidTelemetry();
    this.worker = new Worker(options.script, { workerData: options.task });
    this.worker.on('message', (message: FromThread) => {
      this.receive(message);
    });
    // Also that it has no memory left.
    this.worker.on('error', (error) => {
      this.broken = error;
    });
    this.gone = once(this.worker, 'exit').then(() => this.lastWord());
  }

  command(command: RunCommand): void {
    this.send({ type: 'command', command });
  }

  /** What of the network somebody wants to see from now on; null: nothing. */
  look(look: LookRequest | null): void {
    this.send({ type: 'look', look });
  }

  private send(message: ToThread): void {
    this.worker.postMessage(message);
  }

  private receive(message: FromThread): void {
    switch (message.type) {
      case 'news':
        this.options.onNews(message);
        return;
      case 'last':
        this.last = message.last;
        return;
      case 'broken':
        this.broken = new Error(message.what);
        return;
      default:
        this.options.onReport(message);
    }
  }

  private lastWord(): LastWord {
    if (this.last !== null) return this.last;
    throw this.broken ?? new Error('The thread that trains the run ended without a word.');
  }
}
