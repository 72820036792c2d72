import { Random } from '../core/random.ts';
import type { LayerShape, Network } from '../model/network.ts';
import type { SecondOrderOptimizer, Training } from '../model/training-catalog.ts';
import type { Machine } from './machine.ts';
import { initialParameters } from './parameters.ts';
import { SecondOrderMethod } from './second-order/method.ts';
import { type MethodState, notOfThisExperiment } from './trainer-snapshot.ts';
import type { Advance, Position, TrainingMethod } from './training-method.ts';

/**
 * Training by L-BFGS or Levenberg–Marquardt: an iteration over all rows counts as one step and one epoch, once
 * it is done: with many parameters it takes several calls. Restarts draw
 * their weights from seeds that follow from the network's.
 *
 * Shapes: as in `Machine`.
 * Source: second-order/.
 */
export class SecondOrderTraining implements TrainingMethod {
  readonly stepsPerEpoch = 1;
  private readonly method: SecondOrderMethod;
  private readonly rows: number;

  constructor(
    machine: Machine,
    optimizer: SecondOrderOptimizer,
    { network, training, shapes }: { network: Network; training: Training; shapes: readonly LayerShape[] },
  ) {
    this.rows = machine.order.length;
    this.method = new SecondOrderMethod(optimizer, machine, this.rows, (restart) => {
      const seed = new Random(network.seed, `restart ${String(restart)}`).nextUint32();
      return initialParameters(shapes, { ...network, initial: undefined, seed }, training.precision);
    });
  }

  advance(_position: Position): Advance {
    const iteration = this.method.iterate();
    if (iteration === null) return { steps: 0, epochs: 0, failed: null, ending: null };
    const { ending } = iteration;
    if (ending === 'diverged') {
      return { steps: 0, epochs: 0, failed: { firstRow: 0, rows: this.rows, step: 0 }, ending: null };
    }
    return { steps: 1, epochs: 1, failed: null, ending };
  }

  /** An iteration looks at many losses; none of them is the epoch's. */
  duringEpoch(): null {
    return null;
  }

  /** It chooses the length of each step itself. */
  learningRate(): null {
    return null;
  }

  state(): MethodState {
    return { kind: 'second-order', state: this.method.state() };
  }

  restore(state: MethodState): void {
    if (state.kind !== 'second-order') throw notOfThisExperiment('the optimizers');
    this.method.restore(state.state);
  }
}
