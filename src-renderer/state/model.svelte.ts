import type { Response } from '@shared/ipc/contract.ts';
import type { RawValue } from '@shared/model/column-catalog.ts';
import type { RunRecord } from '@shared/model/run.ts';
import { type Client, describeError } from '../api/client.ts';
import { Latest } from './latest.ts';
import { type Profile, profilePlan } from './profiles.ts';

/** Answers should follow the typing hand. */
const PREDICT_WAIT_MS = 60;
/** The curves below the sliders may come a little later. */
const PROFILE_WAIT_MS = 140;

export type ModelDescription = Response<'model:describe'>;

/** Where a question came from, when it is a row of the table or a saved case, and what is true of it. */
export interface QuestionOrigin {
  readonly label: string;
  /** By answer, as a person reads it; null where it is unknown. */
  readonly truths: readonly (string | null)[];
}

/** The trained model of the run that is shown: described and asked. */
export class ModelState {
  runId = $state<string | null>(null);
  description = $state.raw<ModelDescription | null>(null);
  problem = $state<string | null>(null);
  isLoading = $state(false);
  /** Raw values by input, as the try-it form holds them. */
  question = $state.raw<readonly RawValue[]>([]);
  /** Null once a value was changed. */
  origin = $state.raw<QuestionOrigin | null>(null);
  answer = $state.raw<readonly number[] | null>(null);
  answerProblem = $state<string | null>(null);
  /** The answer shown is still that to an earlier question. */
  isAnswering = $state(false);
  /** How the answers go along each input; null while that is not known, or would take too long. */
  profiles = $state.raw<readonly Profile[] | null>(null);
  private readonly client: Client;
  private readonly loading = new Latest();
  private readonly predicting = new Latest();
  private readonly profiling = new Latest();
  private stamp = '';

  constructor(client: Client) {
    this.client = client;
  }

  /** Follows the run that is shown. A run has a model once `hasModel`; until then the model is empty. */
  show(run: RunRecord | undefined, hasModel: boolean): void {
    const stamp = run === undefined || !hasModel ? '' : `${run.id}/${run.status}`;
    if (stamp === this.stamp) return;
    this.stamp = stamp;
    this.clear(run?.id ?? null);
    if (run === undefined || !hasModel) return;
    this.isLoading = true;
    this.loading.after(0, (isStale) => this.load(run.id, isStale));
  }

  /** The next question; `origin`: a row or a case it is taken from. */
  ask(question: readonly RawValue[], origin: QuestionOrigin | null = null): void {
    this.question = question;
    this.origin = origin;
    this.predict(origin === null ? PREDICT_WAIT_MS : 0);
    this.profile();
  }

  /** Back to the typical values that the form began with. */
  askTypical(): void {
    if (this.description !== null) this.ask(this.description.inputs.map(typicalValue));
  }

  private predict(waitMs: number): void {
    const { runId, question } = this;
    if (runId === null) return;
    this.isAnswering = true;
    this.predicting.after(waitMs, async (isStale) => {
      try {
        const { outputs } = await this.client.modelPredict({ runId, rows: [[...question]] });
        if (isStale()) return;
        this.answer = outputs[0] ?? null;
        this.answerProblem = null;
      } catch (error) {
        if (isStale()) return;
        this.answerProblem = describeError(error).message;
      }
      this.isAnswering = false;
    });
  }

  private profile(): void {
    const { runId, description, question } = this;
    const plan = description === null ? null : profilePlan(description, question);
    if (runId === null || plan === null) return;
    this.profiling.after(PROFILE_WAIT_MS, async (isStale) => {
      try {
        const { outputs } = await this.client.modelPredict({ runId, rows: plan.rows });
        if (!isStale()) this.profiles = plan.profiles(outputs);
      } catch {
        // The answer itself says what is wrong.
        if (!isStale()) this.profiles = null;
      }
    });
  }

  private async load(runId: string, isStale: () => boolean): Promise<void> {
    try {
      const description = await this.client.modelDescribe({ runId });
      if (isStale()) return;
      this.description = description;
      this.question = description.inputs.map(typicalValue);
      this.predict(0);
      this.profile();
    } catch (error) {
      if (isStale()) return;
      this.problem = describeError(error).message;
    }
    this.isLoading = false;
  }

  private clear(runId: string | null): void {
    this.loading.cancel();
    this.predicting.cancel();
    this.profiling.cancel();
    this.profiles = null;
    this.origin = null;
    this.runId = runId;
    this.description = null;
    this.problem = null;
    this.isLoading = false;
    this.answer = null;
    this.answerProblem = null;
    this.isAnswering = false;
  }
}

function typicalValue(input: ModelDescription['inputs'][number]): RawValue {
  if ('levels' in input) return input.typical;
  return input.type === 'date' || input.type === 'integer'
    ? Math.round(input.mean)
    : roundTo(input.mean, input.max - input.min);
}

/** A typical value without the digits nobody would type. */
function roundTo(value: number, range: number): number {
  if (!(range > 0)) return value;
  const step = 10 ** Math.floor(Math.log10(range / 100));
  return Number((Math.round(value / step) * step).toPrecision(6));
}
