import type { Response } from '@shared/ipc/contract.ts';
import { type Client, describeError } from '../api/client.ts';

type DrawnData = Response<'run:rows'>;

/** Dots that a picture has room for, of each part. */
const MOST_ROWS = 600;

/** What the inputs and answers of a run's network are, and rows of its table to draw beside them. */
export class DrawnRowsState {
  /** Null until they are there. */
  data = $state.raw<DrawnData | null>(null);
  /** The columns that `data` has the values of. */
  columns = $state.raw<readonly string[]>([]);
  problem = $state<string | null>(null);
  private runId: string | null = null;
  private asked = '';
  private readonly client: Client;

  constructor(client: Client) {
    this.client = client;
  }

  /** Another run begins with nothing. */
  follow(runId: string | null): void {
    if (runId === this.runId) return;
    this.runId = runId;
    this.asked = '';
    this.data = null;
    this.columns = [];
    this.problem = null;
  }

  /** Asks for the values of some input columns; for the same ones only once. */
  async want(columns: readonly string[]): Promise<void> {
    const { runId } = this;
    const asked = JSON.stringify([runId, columns]);
    if (runId === null || this.asked === asked) return;
    this.asked = asked;
    try {
      const data = await this.client.runRows({ runId, columns: [...columns], most: MOST_ROWS });
      if (this.asked !== asked) return;
      this.data = data;
      this.columns = columns;
      this.problem = null;
    } catch (error) {
      if (this.asked === asked) this.problem = describeError(error).message;
    }
  }
}
