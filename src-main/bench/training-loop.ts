import type { FloatArray } from '@shared/core/float-array.ts';
import { FirstOrderTraining } from '@shared/engine/first-order-training.ts';
import type { Backend, Machine } from '@shared/engine/machine.ts';
import { machineSetup } from '@shared/engine/machine-setup.ts';
import { initialParameters } from '@shared/engine/parameters.ts';
import { PLATEAU_START } from '@shared/engine/schedules.ts';
import type { TrainingSetup } from '@shared/engine/trainer.ts';
import { rowsPerStep } from '@shared/model/memory.ts';
import { isSecondOrder } from '@shared/model/training-catalog.ts';
import { Pace } from '../trainer/pace.ts';
import { type Slice, sliceOf } from '../trainer/slice.ts';

/**
 * The trainer's loop without its evaluations: rows shuffled anew in every epoch, gathered into batches, loss, gradients,
 * update.
 */
export class TrainingLoop {
  private readonly setup: TrainingSetup;
  private readonly machine: Machine;
  private readonly slice: Slice;
  private readonly initial: FloatArray;
  private method: FirstOrderTraining;
  private step = 0;
  /** Kept from call to call: short ones shall not begin by feeling their way. */
  private readonly pace = new Pace();

  constructor(setup: TrainingSetup, backend: Backend) {
    const { network, training, shapes } = setup;
    this.setup = setup;
    this.machine = backend.createMachine(machineSetup(setup));
    this.slice = sliceOf(backend.name);
    this.initial = initialParameters(shapes, network, training.precision);
    this.method = this.begin();
  }

  get parameters(): FloatArray {
    return this.machine.parameters;
  }

  /** Back to the first step: a network trained for long computes with other numbers, down to denormal ones. */
  reset(): void {
    this.method = this.begin();
  }

  /** Trains for about so many milliseconds, in calls as long as those of a run's job; returns the rows that steps have taken. */
  runFor(ms: number): number {
    const before = this.rowsDone();
    const { pace } = this;
    let now = performance.now();
    const until = now + ms;
    while (now < until) {
      const [startedAt, firstStep] = [now, this.step];
      this.advance(pace.stepsFor(Math.min(this.slice.ms, until - now)));
      now = performance.now();
      pace.note(this.step - firstStep, now - startedAt);
    }
    return this.rowsDone() - before;
  }

  /** Trains so many whole epochs. */
  runEpochs(epochs: number): void {
    const until = this.step + epochs * this.method.stepsPerEpoch;
    while (this.step < until) this.advance(until - this.step);
  }

  close(): void {
    this.machine.close();
  }

  private begin(): FirstOrderTraining {
    const { machine, setup } = this;
    machine.parameters.set(this.initial);
    for (const slot of machine.slots) slot.fill(0);
    machine.order.forEach((_, k) => (machine.order[k] = k));
    this.step = 0;
    return new FirstOrderTraining(machine, setup.training, firstOrder(setup));
  }

  private advance(maxSteps: number): void {
    const position = { step: this.step, plateau: PLATEAU_START };
    const { steps, failed } = this.method.advance(position, maxSteps, (limit) => limit);
    if (failed !== null) throw new Error(`The workload diverged in step ${failed.step + 1}.`);
    this.step += steps;
  }

  private rowsDone(): number {
    const { rows } = this.setup.parts.train;
    const { stepsPerEpoch } = this.method;
    const [epochs, batches] = [Math.floor(this.step / stepsPerEpoch), this.step % stepsPerEpoch];
    return epochs * rows + batches * rowsPerStep(this.setup.training.batchSize, rows);
  }
}

function firstOrder({ training: { optimizer } }: TrainingSetup) {
  if (isSecondOrder(optimizer)) throw new Error('The training loop is for first-order optimizers.');
  return optimizer;
}
