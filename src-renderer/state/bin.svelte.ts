import type { BinnedRun } from '@shared/ipc/run-contract.ts';
import type { Client } from '../api/client.ts';

/** The deleted runs. Asked for when they are looked at. */
export class BinState {
  runs = $state.raw<readonly BinnedRun[]>([]);
  isLoading = $state(false);
  private readonly client: Client;

  readonly bytes = $derived(this.runs.reduce((sum, run) => sum + run.bytes, 0));

  constructor(client: Client) {
    this.client = client;
  }

  async refresh(): Promise<void> {
    this.isLoading = true;
    try {
      const { runs } = await this.client.binList({});
      this.runs = runs;
    } finally {
      this.isLoading = false;
    }
  }

  /** Events tell that the runs have gone. */
  async moveHere(runIds: readonly string[]): Promise<void> {
    await this.client.runDelete({ runIds: [...runIds] });
  }

  async restore(runIds: readonly string[]): Promise<void> {
    await this.client.binRestore({ runIds: [...runIds] });
    await this.refresh();
  }

  /** For good; null: all of them. Returns how many bytes were freed. */
  async purge(runIds: readonly string[] | null): Promise<number> {
    const { bytes } = await this.client.binPurge({ runIds: runIds === null ? null : [...runIds] });
    await this.refresh();
    return bytes;
  }
}
