import { LIMITS } from '../../core/limits.ts';
import { parameterCount } from '../../model/network.ts';
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

interface SessionUse {
  /** How many threads a step of so many rows is trained on. All else is computed on one. */
  readonly threadsFor: (rows: number) => number;
  /** Whether steps are made of single gradients. */
  readonly trainsByGradients: boolean;
}

/**
 * The sessions of one machine, each opened when it is first asked for. A graph is made for so many rows a step, and whoever
 * asks has few such numbers: those of a batch, and of the last one of an epoch.
 *
 * Shapes: as the graphs say.
 * Source: none, this is bookkeeping.
 */
export class NativeSessions {
  private readonly setup: MachineSetup;
  private readonly runtime: NativeRuntime;
  private readonly use: SessionUse;
  private readonly training = new Map<number, Opened<TrainGraph>>();
  private readonly gradients = new Map<number, Opened<GradientGraph>>();
  private readonly predictions = new Map<'answers' | 'layers', Opened<PredictionGraph>>();

  constructor(setup: MachineSetup, runtime: NativeRuntime, use: SessionUse) {
    this.setup = setup;
    this.runtime = runtime;
    this.use = use;
  }

  /** Opens what an epoch will need: else its last batch, which is smaller, would wait in the middle of training. */
  openForTraining(): void {
    const { batchRows, parts } = this.setup;
    const { rows } = parts.train;
    const sizes = batchRows >= rows ? [rows] : [batchRows, rows % batchRows].filter((size) => size > 0);
    for (const size of sizes) {
      if (this.use.trainsByGradients) this.gradient(size);
      else this.train(size);
    }
  }

  /** Steps of training, of `rows` rows each. */
  train(rows: number): Opened<TrainGraph> {
    return this.opened(this.training, rows, () => {
      const { optimizer, clipping, batchRows, parts } = this.setup;
      if (optimizer === null) throw new Error('A machine without an optimizer cannot train.');
      const takesAllRows = batchRows >= parts.train.rows;
      const graph = trainGraph({ ...this.stepSettings(rows), optimizer, clipping, takesAllRows });
      return this.open(graph, this.use.threadsFor(rows));
    });
  }

  /** Loss and gradients of one step of `rows` rows. */
  gradient(rows: number): Opened<GradientGraph> {
    return this.opened(this.gradients, rows, () =>
      this.openGradient(rows, this.use.trainsByGradients ? this.use.threadsFor(rows) : 1),
    );
  }

  /** The same on more threads, for the caller to close. */
  openGradient(rows: number, threads: number): Opened<GradientGraph> {
    return this.open(gradientGraph(this.stepSettings(rows)), threads);
  }

  /** What the network answers, or what each of its layers does. */
  predict(what: 'answers' | 'layers'): Opened<PredictionGraph> {
    return this.opened(this.predictions, what, () => this.open(predictionGraph(this.setup.shapes, what), 1));
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

  private open<G extends { readonly model: Uint8Array }>(graph: G, threads: number): Opened<G> {
    const keepsMemory = parameterCount(this.setup.shapes) <= LIMITS.keptParameters;
    return { graph, session: this.runtime.open(graph.model, { threads, keepsMemory }) };
  }

  private opened<K, G>(known: Map<K, Opened<G>>, key: K, make: () => Opened<G>): Opened<G> {
    const made = known.get(key) ?? make();
    known.set(key, made);
    return made;
  }
}
