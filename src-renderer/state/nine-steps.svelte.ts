import type { NineStepsRequest } from '@shared/ipc/nine-steps-contract.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { NineStepsTrace, StepBatch, StepCheck } from '@shared/model/nine-steps.ts';
import type { RunRecord } from '@shared/model/run.ts';
import type { StepNumber } from '@shared/nine-steps/steps.ts';
import { type Client, describeError } from '../api/client.ts';
import { plainMessage } from '../edits/problems.ts';
import { Latest } from './latest.ts';

/** Typing in a field, or holding a key on a slider, should ask once. */
const ASK_WAIT_MS = 120;

/** What can be walked through: the draft as it would begin, or a run whose weights are there. */
export interface StepSubject {
  readonly experiment: Experiment;
  /** Null where nothing stands in the way. */
  readonly problem: string | null;
  readonly run: RunRecord | null;
  /** The moment of the run that is looked at; null: its best weights. */
  readonly epoch: number | null;
}

/** A trace with what it is about: the settings may have changed since. */
export interface ShownSteps {
  readonly trace: NineStepsTrace;
  readonly experiment: Experiment;
  readonly run: RunRecord | null;
}

/** The walk through the nine steps: where it stands, and the numbers that are shown there. */
export class NineStepsState {
  isOpen = $state(false);
  step = $state<StepNumber>(1);
  /** Place among the training rows, 0 first. */
  row = $state(0);
  /** What the person chose; null: nothing yet. */
  private chosenBatch = $state<StepBatch | null>(null);
  layer = $state(0);
  /** Whether a run's weights are walked through, where there is a run. */
  takesRun = $state(false);
  shown = $state.raw<ShownSteps | null>(null);
  check = $state.raw<StepCheck | null>(null);
  isAsking = $state(false);
  isChecking = $state(false);
  problem = $state<string | null>(null);
  /** Whether the numbers were asked for in vain, so that asking once more may help. */
  hasFailed = $state(false);
  /** What came of the last check or copy. */
  told = $state<string | null>(null);
  private subject = $state.raw<StepSubject | null>(null);
  private asked = '';
  private readonly client: Pick<Client, 'stepsTrace' | 'stepsCheck' | 'stepsScript'>;
  private readonly asking = new Latest();
  private readonly checking = new Latest();

  constructor(client: NineStepsState['client']) {
    this.client = client;
  }

  toggle(): void {
    this.isOpen = !this.isOpen;
    if (!this.isOpen) this.checking.cancel();
  }

  /** What is walked through from now on. */
  walkThrough(subject: StepSubject): void {
    this.subject = subject;
  }

  /** What the numbers at the present place are asked for by; null before there is anything to walk through. */
  get request(): NineStepsRequest | null {
    const { run, subject, row, batch, layer, experiment } = this;
    if (subject === null || experiment === null) return null;
    const weights: NineStepsRequest['weights'] =
      run === null
        ? { kind: 'initial', experiment: subject.experiment }
        : { kind: 'run', runId: run.id, epoch: subject.epoch };
    return { weights, row, batch, layer: Math.min(layer, experiment.network.layers.length) };
  }

  /** Asks for the numbers, unless they were asked for by the same request. */
  follow(request: NineStepsRequest | null): void {
    if (request === null) return;
    const problem = this.run === null ? (this.subject?.problem ?? null) : null;
    const stamp = JSON.stringify([request, problem]);
    if (stamp === this.asked) return;
    this.asked = stamp;
    this.forgetCheck();
    this.problem = problem;
    this.hasFailed = false;
    if (problem !== null) {
      this.asking.cancel();
      this.isAsking = false;
      return;
    }
    this.ask(request);
  }

  /** Asks once more for what could not be told. */
  retry(): void {
    this.asked = '';
    this.follow(this.request);
  }

  /** Compares the gradients of the layer with differences of the loss. */
  startCheck(): void {
    const { request } = this;
    if (this.shown === null || request === null) return;
    this.isChecking = true;
    this.told = null;
    this.checking.after(0, async (isStale) => {
      try {
        const check = await this.client.stepsCheck(request);
        if (isStale()) return;
        this.check = check;
      } catch (error) {
        if (isStale()) return;
        this.told = plainMessage(describeError(error));
      }
      this.isChecking = false;
    });
  }

  /** Puts the step as a NumPy script onto the clipboard. */
  async copyScript(): Promise<void> {
    const { request } = this;
    if (request === null) return;
    this.told = null;
    try {
      const { text } = await this.client.stepsScript(request);
      await navigator.clipboard.writeText(text);
      this.told =
        'The whole script is on the clipboard. It runs with Python and NumPy, and gives these numbers.';
    } catch (error) {
      this.told = plainMessage(describeError(error));
    }
  }

  /** Batch normalisation has nothing to normalise by in a single row. */
  get batch(): StepBatch {
    const layers = this.experiment?.network.layers ?? [];
    const needsBatch = layers.some(({ type }) => type === 'batch-normalization');
    return this.chosenBatch ?? (needsBatch ? 'batch' : 'row');
  }

  chooseBatch(batch: StepBatch): void {
    this.chosenBatch = batch;
  }

  /** The run whose weights are walked through. */
  get run(): RunRecord | null {
    return this.takesRun ? (this.subject?.run ?? null) : null;
  }

  private get experiment(): Experiment | null {
    return this.run?.experiment ?? this.subject?.experiment ?? null;
  }

  private ask(request: NineStepsRequest): void {
    const { run } = this;
    const experiment = this.experiment!;
    this.isAsking = true;
    this.asking.after(ASK_WAIT_MS, async (isStale) => {
      try {
        const trace = await this.client.stepsTrace(request);
        if (isStale()) return;
        this.shown = { trace, experiment, run };
        this.problem = null;
      } catch (error) {
        if (isStale()) return;
        this.problem = plainMessage(describeError(error));
        this.hasFailed = true;
        // What failed counts as not asked: coming back to it asks again.
        this.asked = '';
      }
      this.isAsking = false;
    });
  }

  private forgetCheck(): void {
    this.checking.cancel();
    this.check = null;
    this.isChecking = false;
    this.told = null;
  }
}
