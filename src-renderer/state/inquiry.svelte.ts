import type { Experiment } from '@shared/model/experiment.ts';
import { describeError } from '../api/client.ts';
import { plainMessage, type Problem, problemPlace } from '../edits/problems.ts';
import { Latest } from './latest.ts';

/** Something main works out about an experiment while the person waits: asked, perhaps cancelled, answered or refused. */
export class Inquiry<T> {
  isBusy = $state(false);
  result = $state.raw<T | null>(null);
  problem = $state<string | null>(null);
  /** What the result or problem is about. */
  asked = $state.raw<Experiment | null>(null);
  private readonly ask: (request: { experiment: Experiment }) => Promise<T>;
  private readonly latest = new Latest();

  constructor(ask: (request: { experiment: Experiment }) => Promise<T>) {
    this.ask = ask;
  }

  /** An experiment with problems is not asked about: the answer would not be about what the person sees. */
  start(experiment: Experiment, problems: readonly Problem[]): void {
    this.cancel();
    this.asked = experiment;
    const [first] = problems;
    if (first !== undefined) {
      this.problem = `${problemPlace(first.at)}: ${first.message}`;
      return;
    }
    this.isBusy = true;
    this.latest.after(0, async (isStale) => {
      try {
        const result = await this.ask({ experiment });
        if (isStale()) return;
        this.result = result;
      } catch (error) {
        if (isStale()) return;
        this.problem = plainMessage(describeError(error));
      }
      this.isBusy = false;
    });
  }

  /** Whatever answer is still to come is no longer wanted. */
  cancel(): void {
    this.latest.cancel();
    this.isBusy = false;
    this.result = null;
    this.problem = null;
    this.asked = null;
  }
}
