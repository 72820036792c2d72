import type { EngineWish } from '@shared/model/backends.ts';
import type { QueueState as QueueSnapshot } from '@shared/model/queue.ts';
import type { Client } from '../api/client.ts';

/** What waits, and how much of the machine training may take, as main tells it. */
export class QueueState {
  private told: QueueSnapshot;
  /** Whether the panel is open that shows it. */
  isOpen = $state(false);
  private readonly client: Client;

  readonly waiting = $derived.by(() => this.told.waiting);
  readonly engine = $derived.by(() => this.told.engine);
  readonly budget = $derived.by(() => this.told.budget);
  readonly inUse = $derived.by(() => this.told.inUse);
  readonly cores = $derived.by(() => this.told.cores);
  readonly isHeld = $derived.by(() => this.told.isHeld);
  readonly reason = $derived.by(() => this.told.reason);

  constructor(client: Client, queue: QueueSnapshot) {
    this.client = client;
    this.told = $state.raw(queue);
  }

  receive(queue: QueueSnapshot): void {
    this.told = queue;
  }

  /** Puts waiting runs before another one that waits, or (null) at the end. Shown at once; main's answer decides. */
  async move(runIds: readonly string[], before: string | null): Promise<void> {
    const told = this.told;
    const rest = told.waiting.filter((id) => !runIds.includes(id));
    const at = before === null ? rest.length : rest.indexOf(before);
    if (at < 0) return;
    const moved = { ...told, waiting: rest.toSpliced(at, 0, ...runIds) };
    this.told = moved;
    try {
      await this.client.queueMove({ runIds: [...runIds], before });
    } catch (error) {
      // What main has told meanwhile is newer than either.
      if (this.told === moved) this.told = told;
      throw error;
    }
  }

  async setBudget(budget: number): Promise<void> {
    await this.client.queueConfigure({ budget });
  }

  async setEngine(engine: EngineWish): Promise<void> {
    await this.client.queueConfigure({ engine });
  }

  async hold(isHeld: boolean): Promise<void> {
    await this.client.queueConfigure({ isHeld });
  }
}
