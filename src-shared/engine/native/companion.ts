import type { Backend, Batch, LayerNumbers, Machine, MachineSetup, StepRun, StepsDone } from '../machine.ts';
import { copyState, type NativeState } from './native-state.ts';

/**
 * A machine of another backend that stands in where something stops being a number: it decides whether a step can be made,
 * and shows every layer's numbers. It is made when it is first needed, which for most machines is never.
 *
 * Shapes: as in `Machine`.
 * Source: docs/adr/0044.
 */
export class Companion {
  private readonly setup: MachineSetup;
  private readonly backend: Backend;
  private made: Machine | null = null;

  constructor(setup: MachineSetup, backend: Backend) {
    this.setup = setup;
    this.backend = backend;
  }

  /** Makes steps from a machine's state, and gives it the state that they leave. */
  train(machine: NativeState & Pick<Machine, 'order'>, run: StepRun): StepsDone {
    const own = this.standingWhere(machine);
    const done = own.train(run);
    copyState(machine, own);
    machine.gradients.set(own.gradients);
    return done;
  }

  /** Loss and gradients of a batch, on a machine's parameters. */
  computeGradients(machine: NativeState & Pick<Machine, 'order'>, batch: Batch): number {
    const own = this.standingWhere(machine);
    const loss = own.computeGradients(batch);
    machine.gradients.set(own.gradients);
    return loss;
  }

  /** Loss of a batch alone. */
  computeLoss(machine: NativeState & Pick<Machine, 'order'>, batch: Batch): number {
    return this.standingWhere(machine).computeLoss(batch);
  }

  /** Of what it computed last. */
  layerNumbers(layer: number): LayerNumbers {
    if (this.made === null) throw new Error('There is no step whose numbers could be shown.');
    return this.made.layerNumbers(layer);
  }

  close(): void {
    this.made?.close();
  }

  private standingWhere(machine: NativeState & Pick<Machine, 'order'>): Machine {
    this.made ??= this.backend.createMachine(this.setup);
    copyState(this.made, machine);
    this.made.order.set(machine.order);
    return this.made;
  }
}
