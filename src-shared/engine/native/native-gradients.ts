import type { Batch } from '../machine.ts';
import { type GradientGraph, GRAPH_NAMES } from './graph/graph-plan.ts';
import type { NativeContext } from './native-context.ts';
import type { Opened } from './native-sessions.ts';
import { type NativeState, numbersOf, stateTensors } from './native-state.ts';
import { trainingTensors } from './native-tables.ts';
import type { NativeTensors } from './runtime.ts';
import { fillForTrial } from './same-bits.ts';
import { orderTensor } from './step-inputs.ts';

/** Numbers of one step; no number where the gradients cannot be trusted, either. */
export interface StepLosses {
  /** Without penalties. */
  readonly loss: number;
  readonly penalizedLoss: number;
  /** Summed up over the rows. */
  readonly articleLoss: number;
}

/**
 * Losses and gradients of single steps, by a graph that leaves the gradients in the machine's own array.
 *
 * Shapes: as in `Machine`.
 * Source: `gradientGraph`.
 */
export class NativeGradients {
  private readonly context: NativeContext;

  constructor(context: NativeContext) {
    this.context = context;
  }

  /** Of a batch, on the machine's parameters. The gradients may hold anything where a loss is no number. */
  compute(batch: Batch): StepLosses {
    const opened = this.opened(batch);
    return this.run(opened, batch, gradientTensors(opened.graph, this.context.machine));
  }

  /** The losses alone. */
  losses(batch: Batch): StepLosses {
    return this.run(this.opened(batch), batch, {});
  }

  /** Gradients of made-up parameters, by which threads are compared. */
  ofTrial(rows: number, threads: number): Float32Array[] {
    const { graph, session } = this.context.sessions.openGradient(rows, threads);
    const { gradients, slots, statistics } = this.context.machine;
    const parameters = new Float32Array(gradients.length);
    fillForTrial(parameters);
    const trial = { parameters, gradients, slots, statistics };
    try {
      const outputs = session.run(this.inputs(graph, trial, { firstRow: 0, rows, step: 0 }));
      return graph.parameters.map(({ next }) => numbersOf(outputs, next));
    } finally {
      session.close();
    }
  }

  private opened({ rows }: Batch): Opened<GradientGraph> {
    const { setup, sessions } = this.context;
    if (rows <= setup.batchRows) return sessions.gradient(rows);
    throw new Error(`A batch has at most ${String(setup.batchRows)} rows, not ${String(rows)}.`);
  }

  private run({ graph, session }: Opened<GradientGraph>, batch: Batch, into: NativeTensors): StepLosses {
    const outputs = session.run(this.inputs(graph, this.context.machine, batch), into);
    const numberOf = (name: string) => numbersOf(outputs, name)[0]!;
    return {
      loss: numberOf(GRAPH_NAMES.loss),
      penalizedLoss: numberOf(GRAPH_NAMES.penalizedLoss),
      articleLoss: numberOf(GRAPH_NAMES.articleLoss),
    };
  }

  private inputs(
    { parameters, masks }: GradientGraph,
    state: NativeState,
    { firstRow, rows, step }: Batch,
  ): NativeTensors {
    const { machine, tables, masks: maker } = this.context;
    return {
      ...stateTensors(state, parameters),
      ...trainingTensors(tables),
      [GRAPH_NAMES.order]: orderTensor(machine.order, firstRow, { steps: null, N: rows }),
      ...maker.masks(masks, { firstStep: step, steps: null, N: rows }),
    };
  }
}

/** Where the graph shall leave the gradients. */
function gradientTensors({ parameters }: GradientGraph, { gradients }: NativeState): NativeTensors {
  const tensors = parameters.map(
    ({ next, offset, length, dims }) =>
      [next, { type: 'float32', data: gradients.subarray(offset, offset + length), dims }] as const,
  );
  return Object.fromEntries(tensors);
}
