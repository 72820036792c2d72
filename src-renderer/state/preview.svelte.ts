import type { Response } from '@shared/ipc/contract.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { type Client, describeError } from '../api/client.ts';
import { plainMessage } from '../edits/problems.ts';
import { Latest } from './latest.ts';

const WAIT_MS = 250;

export type DataPreview = Response<'data:preview'>;

/** The data as the experiment will see it, kept in step with the draft. */
export class PreviewState {
  value = $state.raw<DataPreview | null>(null);
  problem = $state<string | null>(null);
  isLoading = $state(false);
  private readonly client: Client;
  private readonly latest = new Latest();
  private shown: Pick<Experiment, 'data' | 'training'> | null = null;

  constructor(client: Client) {
    this.client = client;
  }

  /** Asks again when the data part of the experiment is another, or the loss, which may refuse the targets. */
  request(experiment: Experiment): void {
    const { shown } = this;
    const isShown = shown?.data === experiment.data && shown.training.loss === experiment.training.loss;
    if (isShown) return;
    const wait = shown === null ? 0 : WAIT_MS;
    this.shown = experiment;
    this.isLoading = true;
    this.latest.after(wait, async (isStale) => {
      try {
        const value = await this.client.dataPreview({ experiment });
        if (isStale()) return;
        this.value = value;
        this.problem = null;
      } catch (error) {
        if (isStale()) return;
        this.problem = plainMessage(describeError(error));
      }
      this.isLoading = false;
    });
  }
}
