import type { Request } from '@shared/ipc/contract.ts';
import { type Client, describeError } from '../api/client.ts';
import type { NoticesState } from './notices.svelte.ts';

/** What is asked of main in passing: nothing of it stays here. A failure is told, not thrown. */
export class Errands {
  private readonly client: Client;
  private readonly notices: NoticesState;

  constructor(client: Client, notices: NoticesState) {
    this.client = client;
    this.notices = notices;
  }

  /** How charts and tables leave the window. */
  get artifacts(): { save: Client['artifactSave']; copy: Client['artifactCopy'] } {
    return { save: this.client.artifactSave, copy: this.client.artifactCopy };
  }

  /** Runs anything that calls main. */
  async attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.tell(error);
    }
  }

  tell(error: unknown): void {
    const { code, message } = describeError(error);
    if (code !== 'CANCELLED') this.notices.add({ level: 'error', message });
  }

  /** A bug in a part of the window: for the log, as the person already sees that something is wrong there. */
  report(error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    void this.client.logError({ message: text.slice(0, 4_000) }).catch(() => undefined);
  }

  revealRun(runId: string): void {
    void this.attempt(() => this.client.runReveal({ runId }));
  }

  revealExport(): void {
    void this.attempt(() => this.client.exportReveal({}));
  }

  /** Writes a table where the person wants it, or puts it on the clipboard. */
  takeAway(artifact: Request<'artifact:save'>, to: 'file' | 'clipboard'): Promise<void> {
    return this.attempt(async () => {
      if (to === 'clipboard') {
        await this.client.artifactCopy(artifact);
        this.notices.add({ level: 'info', message: 'Copied.' });
        return;
      }
      const saved = await this.client.artifactSave(artifact);
      if (saved.status === 'saved')
        this.notices.add({ level: 'info', message: `Saved as ${saved.fileName}.` });
    });
  }
}
