import type { WireError } from '@shared/core/errors.ts';
import type { Response } from '@shared/ipc/contract.ts';
import type { DataSpec } from '@shared/model/data-catalog.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { type Client, describeError } from '../api/client.ts';
import { plainMessage, type Problem } from '../edits/problems.ts';
import { Latest } from './latest.ts';

const WAIT_MS = 250;

export type DataPreview = Response<'data:preview'>;
export type ColumnProfile = DataPreview['columns'][number];
export type Finding = DataPreview['findings'][number];

/** The data as the experiment will see it, kept in step with the draft. */
export class PreviewState {
  value = $state.raw<DataPreview | null>(null);
  /** What `value` is about. */
  data = $state.raw<DataSpec | null>(null);
  error = $state.raw<WireError | null>(null);
  isLoading = $state(false);
  private readonly client: Client;
  private readonly latest = new Latest();
  private asked = $state.raw<Pick<Experiment, 'data' | 'training'> | null>(null);

  constructor(client: Client) {
    this.client = client;
  }

  /** Asks again when the data part of the experiment is another, or the loss, which may refuse the targets. */
  request(experiment: Experiment): void {
    const { asked } = this;
    const isAsked = asked?.data === experiment.data && asked.training.loss === experiment.training.loss;
    if (isAsked) return;
    const isSameTable = asked?.data.source === experiment.data.source;
    // The last preview may stay while a formula is typed; of another table it would be wrong.
    if (!isSameTable && experiment.data.source.kind !== 'formula') this.forget();
    const wait = asked === null || this.value === null ? 0 : WAIT_MS;
    this.asked = experiment;
    this.isLoading = true;
    this.latest.after(wait, async (isStale) => {
      try {
        const value = await this.client.dataPreview({ experiment });
        if (isStale()) return;
        this.value = value;
        this.data = experiment.data;
        this.error = null;
      } catch (error) {
        if (isStale()) return;
        const wire = describeError(error);
        this.error = { ...wire, message: plainMessage(wire) };
      }
      this.isLoading = false;
    });
  }

  /** What the preview knows to stand in the way of training, where it is about this experiment. */
  problemOf({ data }: Experiment): Problem | null {
    if (this.error !== null && this.asked?.data === data) {
      return { at: this.error.at ?? 'data.source', message: this.error.message };
    }
    const found = this.data === data ? (this.value?.problem ?? null) : null;
    if (found === null) return null;
    const at = found.at ?? 'data';
    return { at, message: plainMessage({ message: found.message, at }) };
  }

  /** Asks again for the same, for instance when a file is back in its place. */
  retry(experiment: Experiment): void {
    this.asked = null;
    this.request(experiment);
  }

  private forget(): void {
    this.value = null;
    this.data = null;
    this.error = null;
  }
}
