import type { MachineSetup } from '../machine.ts';
import { gradientGraph } from './graph/gradient-graph.ts';
import type { GradientGraph, PredictionGraph, TrainGraph } from './graph/graph-plan.ts';
import { predictionGraph } from './graph/prediction-graph.ts';
import { trainGraph } from './graph/train-graph.ts';
import type { NativeRuntime, NativeSession } from './runtime.ts';

/** A graph, and what runs it. */
export interface Opened<G> {
  readonly graph: G;
  readonly session: NativeSession;
}

/**
 * The sessions of one machine, each opened when it is first asked for. A graph is made for so many rows a step, and whoever
 * asks has few such numbers: those of a batch, and of the last one of an epoch.
 */
export class NativeSessions {
  private readonly setup: MachineSetup;
  private readonly runtime: NativeRuntime;
  private readonly threads: number;
  private readonly training = new Map<number, Opened<TrainGraph>>();
  private readonly gradients = new Map<number, Opened<GradientGraph>>();
  private readonly predictions = new Map<'answers' | 'layers', Opened<PredictionGraph>>();

  constructor(setup: MachineSetup, runtime: NativeRuntime, threads: number) {
    this.setup = setup;
    this.runtime = runtime;
    this.threads = threads;
  }

  /** Steps of training, of `rows` rows each. */
  train(rows: number): Opened<TrainGraph> {
    return this.opened(this.training, rows, () => {
      const { optimizer, clipping, batchRows, parts } = this.setup;
      if (optimizer === null) throw new Error('A machine without an optimizer cannot train.');
      const takesAllRows = batchRows >= parts.train.rows;
      return trainGraph({ ...this.stepSettings(rows), optimizer, clipping, takesAllRows });
    });
  }

  /** Loss and gradients of one step of `rows` rows. */
  gradient(rows: number): Opened<GradientGraph> {
    return this.opened(this.gradients, rows, () => gradientGraph(this.stepSettings(rows)));
  }

  /** What the network answers, or what each of its layers does. */
  predict(what: 'answers' | 'layers'): Opened<PredictionGraph> {
    return this.opened(this.predictions, what, () => predictionGraph(this.setup.shapes, what));
  }

  close(): void {
    for (const sessions of [this.training, this.gradients, this.predictions]) {
      for (const { session } of sessions.values()) session.close();
      sessions.clear();
    }
  }

  private stepSettings(rows: number) {
    const { shapes, lossSettings, parts } = this.setup;
    return { shapes, lossSettings, rows, hasRowWeights: parts.train.weights !== null };
  }

  private opened<K, G extends { readonly model: Uint8Array }>(
    known: Map<K, Opened<G>>,
    key: K,
    make: () => G,
  ): Opened<G> {
    const found = known.get(key);
    if (found !== undefined) return found;
    const graph = make();
    const made = { graph, session: this.runtime.open(graph.model, { threads: this.threads }) };
    known.set(key, made);
    return made;
  }
}
