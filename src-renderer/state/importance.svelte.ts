import type { Part } from '@shared/model/data-catalog.ts';
import type { ColumnImportance, Importance } from '@shared/model/evaluation.ts';
import { type Client, describeError } from '../api/client.ts';

/** Columns that are asked about at once: few, so that bars appear one after the other. */
const AT_ONCE = 4;
const REPEATS = 10;
/** Shuffles the same way each time, so that the same model has the same importances. */
const SEED = 1;

/** Which inputs the answers hang on, measured column by column by shuffling them. */
export class ImportanceState {
  /** What is known so far; null before the first columns. */
  found = $state.raw<Importance | null>(null);
  isBusy = $state(false);
  problem = $state<string | null>(null);
  /** The part whose rows were shuffled. */
  part = $state<Part | null>(null);
  private readonly client: Client;
  runId = $state('');
  private turn = 0;

  constructor(client: Client) {
    this.client = client;
  }

  /** Another model: what was measured belongs to the one before. */
  show(runId: string): void {
    this.cancel();
    this.runId = runId;
    this.found = null;
    this.problem = null;
    this.part = null;
  }

  /** Measures all columns on a part, unless that is done or under way. */
  measure(part: Part, columns: readonly string[]): void {
    if (this.part === part && (this.isBusy || this.found?.columns.length === columns.length)) return;
    this.cancel();
    this.part = part;
    this.found = null;
    this.problem = null;
    void this.run(part, columns, this.turn);
  }

  cancel(): void {
    this.turn += 1;
    if (!this.isBusy) return;
    this.isBusy = false;
    // Whatever main still works on is not waited for.
    this.client.evaluationCancel({}).catch(() => undefined);
  }

  private async run(part: Part, columns: readonly string[], turn: number): Promise<void> {
    this.isBusy = true;
    try {
      for (let from = 0; from < columns.length; from += AT_ONCE) {
        const answer = await this.client.evaluationImportance({
          runId: this.runId,
          part,
          columns: columns.slice(from, from + AT_ONCE),
          repeats: REPEATS,
          seed: SEED,
        });
        if (turn !== this.turn) return;
        this.found = together(this.found?.columns ?? [], answer);
      }
    } catch (error) {
      if (turn !== this.turn) return;
      this.problem = describeError(error).message;
    }
    this.isBusy = false;
  }
}

function together(known: readonly ColumnImportance[], answer: Importance): Importance {
  return { ...answer, columns: [...known, ...answer.columns] };
}
