import type { RawValue } from '@shared/model/column-catalog.ts';
import { type Client, describeError } from '../api/client.ts';
import { Latest } from './latest.ts';

type Rows = readonly (readonly RawValue[])[];
type Answers = readonly (readonly number[])[];

/** What the model that is shown answers to the saved test cases. */
export class CaseAnswers {
  /** In the order of the cases; null until they are there. */
  answers = $state.raw<Answers | null>(null);
  problem = $state<string | null>(null);
  private readonly client: Client;
  private readonly latest = new Latest();
  private asked = '';

  constructor(client: Client) {
    this.client = client;
  }

  /** Asks the run's model anew where the questions are others than before; `version` differs for each model of a run. */
  ask(runId: string, version: string, rows: Rows): void {
    const asked = JSON.stringify([runId, version, rows]);
    if (asked === this.asked) return;
    this.asked = asked;
    this.answers = null;
    this.problem = null;
    this.latest.cancel();
    if (rows.length === 0) {
      this.answers = [];
      return;
    }
    this.latest.after(0, async (isStale) => {
      try {
        const { outputs } = await this.client.modelPredict({ runId, rows: rows.map((row) => [...row]) });
        if (!isStale()) this.answers = outputs;
      } catch (error) {
        if (!isStale()) this.problem = describeError(error).message;
      }
    });
  }
}
