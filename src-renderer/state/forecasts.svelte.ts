import type { BackendRequest } from '@shared/model/backends.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { Client } from '../api/client.ts';
import { describeError } from '../api/client.ts';
import { costKey } from '../edits/cost.ts';
import type { QueueState } from './queue.svelte.ts';

/** Times that differ by less are the same to a person. */
const SAME_SHARE = 0.05;

/** Who asks, the most urgent first. */
const ASKERS = ['draft', 'dialog', 'queue'] as const;
type Asker = (typeof ASKERS)[number];

/**
 * How long an epoch takes, measured by main once for every amount of work and engine. Asked one at a time: a measurement
 * wants a core of its own.
 */
export class Forecasts {
  /** Engine and cost → seconds an epoch; null where it could not be measured. */
  private known = $state.raw<ReadonlyMap<string, number | null>>(new Map());
  private readonly wanted = new Map<Asker, Map<string, Experiment>>();
  private isAsking = false;
  private readonly client: Client;
  private readonly queue: Pick<QueueState, 'engine'>;

  constructor(client: Client, queue: Pick<QueueState, 'engine'>) {
    this.client = client;
    this.queue = queue;
  }

  /** Null while it is not known, and where it cannot be. */
  secondsPerEpoch(experiment: Experiment): number | null {
    return this.known.get(this.keyOf(experiment)) ?? null;
  }

  /** Seconds of `epochs` epochs; null while that is not known. */
  secondsOf(experiment: Experiment, epochs = experiment.training.epochs): number | null {
    const each = this.secondsPerEpoch(experiment);
    return each === null ? null : each * epochs;
  }

  /** What a run of this experiment really took, which says more than a measurement of a few steps. `engine`: what was asked for. */
  learn(experiment: Experiment, secondsPerEpoch: number, engine: BackendRequest = this.queue.engine): void {
    const key = this.keyOf(experiment, engine);
    const known = this.known.get(key) ?? 0;
    if (Math.abs(secondsPerEpoch - known) <= SAME_SHARE * known) return;
    this.known = new Map(this.known).set(key, secondsPerEpoch);
  }

  /** Asks for what is not known yet. What the same asker wanted before, and has not been asked, is forgotten. */
  want(asker: Asker, experiments: Iterable<Experiment>): void {
    const wanted = new Map<string, Experiment>();
    for (const experiment of experiments) {
      const key = this.keyOf(experiment);
      if (!this.known.has(key)) wanted.set(key, experiment);
    }
    this.wanted.set(asker, wanted);
    void this.ask();
  }

  private keyOf(experiment: Experiment, engine: BackendRequest = this.queue.engine): string {
    return `${engine} ${costKey(experiment)}`;
  }

  private async ask(): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    for (let next = this.takeNext(); next !== null; next = this.takeNext()) {
      const [key, experiment] = next;
      const seconds = await this.measure(experiment);
      this.known = new Map(this.known).set(key, seconds);
    }
    this.isAsking = false;
  }

  private takeNext(): [string, Experiment] | null {
    for (const asker of ASKERS) {
      const wanted = this.wanted.get(asker) ?? new Map<string, Experiment>();
      for (const [key, experiment] of wanted) {
        wanted.delete(key);
        if (!this.known.has(key)) return [key, experiment];
      }
    }
    return null;
  }

  /** A forecast is a convenience: what stands in its way is for the log, and shown where training itself is refused. */
  private async measure(experiment: Experiment): Promise<number | null> {
    try {
      const { secondsPerEpoch } = await this.client.runForecast({ experiment });
      return secondsPerEpoch;
    } catch (error) {
      const { code, message } = describeError(error);
      if (code === 'INTERNAL') void this.client.logError({ message }).catch(() => undefined);
      return null;
    }
  }
}
