import type { FloatArray } from '../core/float-array.ts';
import type { Part } from '../model/data-catalog.ts';
import { monitoredLoss } from '../model/monitored-loss.ts';
import { isSecondOrder } from '../model/training-catalog.ts';
import { describeDiagnosis, diagnose } from './diagnosis.ts';
import { PartEvaluator } from './evaluate.ts';
import { isEvaluationEpoch } from './evaluation-schedule.ts';
import { FirstOrderTraining } from './first-order-training.ts';
import type { Backend, LookedAtMachine, Machine } from './machine.ts';
import { machineSetup, type TrainingSetup } from './machine-setup.ts';
import { initialParameters, initialStatistics } from './parameters.ts';
import { PLATEAU_START, plateauAfter, type PlateauState } from './schedules.ts';
import { SecondOrderTraining } from './second-order-training.ts';
import {
  type Evaluation,
  type KeptWeights,
  putBack,
  notOfThisExperiment,
  type TrainerSnapshot,
} from './trainer-snapshot.ts';
import type { Advance, TrainingMethod } from './training-method.ts';

export type { Evaluation, TrainingSetup };

/** How training ended by itself. A host that stops it simply asks for no further step. */
export type Ending =
  | { readonly kind: 'finished' | 'goal' | 'stuck' }
  | { readonly kind: 'no-improvement'; readonly patience: number }
  /** `what` begins a sentence: "Layer 2 (Dense): its outputs stopped being numbers". Step and epoch count from 1. */
  | { readonly kind: 'diverged'; readonly what: string; readonly step: number; readonly epoch: number };

/** What one call of `advance` brought. */
export interface Progress {
  /** To be kept as a point. */
  readonly evaluation: Evaluation | null;
  readonly ending: Ending | null;
}

const NOTHING_NEW: Progress = { evaluation: null, ending: null };

/**
 * Trains one network on a machine. Stopping between two calls leaves everything whole, and a snapshot taken there goes on
 * with the same bits.
 *
 * Shapes: as in `TrainingSetup`. Everything random comes from the seeds in it.
 * Source: the article, step 8 (full batch); Goodfellow, Bengio & Courville (2016), ch. 8 (mini-batches), 7.8 (early
 * stopping).
 */
export class Trainer {
  /** Whole epochs done. */
  epoch = 0;
  /** Optimizer updates done. */
  step = 0;
  /** The best evaluation so far with its weights: lowest validation loss, or training loss without validation rows. */
  best: KeptWeights | null = null;

  private readonly setup: TrainingSetup;
  private readonly machine: Machine;
  private readonly method: TrainingMethod;
  private readonly evaluators: Readonly<Record<Exclude<Part, 'train'>, PartEvaluator | null>> & {
    readonly train: PartEvaluator;
  };
  private plateau: PlateauState = PLATEAU_START;
  /** The step whose weights were measured last. */
  private evaluatedStep = -1;
  /** The epoch from which early stopping counts where nothing better has come since. */
  private patienceFrom = 0;

  constructor(setup: TrainingSetup, backend: Backend) {
    const { network, training, shapes } = setup;
    const { optimizer, precision } = training;
    this.setup = setup;
    this.machine = backend.createMachine(machineSetup(setup));
    if (setup.start === undefined) {
      this.machine.parameters.set(initialParameters(shapes, network, precision));
      const statistics = initialStatistics(network, precision);
      if (statistics !== null) putBack(this.machine.statistics, statistics, 'the statistics');
    } else {
      putBack(this.machine.parameters, setup.start.parameters, 'the parameters');
      putBack(this.machine.statistics, setup.start.statistics, 'the statistics');
    }
    this.method = isSecondOrder(optimizer)
      ? new SecondOrderTraining(this.machine, optimizer, setup)
      : new FirstOrderTraining(this.machine, training, optimizer);
    this.evaluators = evaluatorsOf(this.machine, setup);
  }

  /** A trainer that goes on where the snapshot was taken, of the same experiment, perhaps with more epochs. */
  static restore(setup: TrainingSetup, backend: Backend, snapshot: TrainerSnapshot): Trainer {
    const trainer = new Trainer(setup, backend);
    try {
      trainer.putBack(snapshot);
    } catch (error) {
      trainer.close();
      throw error;
    }
    return trainer;
  }

  get parameters(): FloatArray {
    return this.machine.parameters;
  }

  /** The network as it now is, to be looked at and asked, never to be changed. */
  get network(): LookedAtMachine {
    return this.machine;
  }

  /** Of the last update of the last call of `advance`; null for methods without a rate, and before the first. */
  get learningRate(): number | null {
    return this.method.learningRate();
  }

  get stepsPerEpoch(): number {
    return this.method.stepsPerEpoch;
  }

  /** Measures the weights as they are: before the first step (epoch 0), or where a host stops. */
  evaluateNow(): Evaluation {
    return this.evaluate(null);
  }

  /** At most `maxSteps` updates, and an evaluation where one is due. How many a call makes changes no bit. */
  advance(maxSteps: number): Progress {
    const { training } = this.setup;
    if (this.epoch >= training.epochs) return { evaluation: null, ending: { kind: 'finished' } };
    const position = { step: this.step, plateau: this.plateau };
    const advance = this.method.advance(position, maxSteps, (limit) => this.quietEpochs(limit));
    this.step += advance.steps;
    this.epoch += advance.epochs;
    if (advance.failed !== null) return this.diverge(advance.failed);
    return advance.epochs > 0 ? this.endEpoch(advance.ending) : NOTHING_NEW;
  }

  snapshot(): TrainerSnapshot {
    const { machine, epoch, step, evaluatedStep, patienceFrom, plateau, best } = this;
    return {
      epoch,
      step,
      evaluatedStep,
      patienceFrom,
      plateau,
      // Whole from the moment they were kept: nothing writes to them any more.
      best,
      parameters: machine.parameters.slice(),
      statistics: machine.statistics.slice(),
      slots: machine.slots.map((slot) => slot.slice()),
      method: this.method.state(),
    };
  }

  /** Gives back the machine's memory and threads. */
  close(): void {
    this.machine.close();
  }

  private putBack(snapshot: TrainerSnapshot): void {
    const { machine } = this;
    if (snapshot.slots.length !== machine.slots.length) throw notOfThisExperiment('the optimizers');
    putBack(machine.parameters, snapshot.parameters, 'the parameters');
    putBack(machine.statistics, snapshot.statistics, 'the statistics');
    machine.slots.forEach((slot, k) => {
      putBack(slot, snapshot.slots[k]!, 'the optimizers');
    });
    this.method.restore(snapshot.method, snapshot.step);
    this.epoch = snapshot.epoch;
    this.step = snapshot.step;
    this.best = snapshot.best;
    this.plateau = snapshot.plateau;
    this.evaluatedStep = snapshot.evaluatedStep;
    this.patienceFrom = snapshot.patienceFrom;
  }

  /** Epochs from here, `limit` at most, at whose ends nothing is due. */
  private quietEpochs(limit: number): number {
    if (this.isWatching) return 0;
    let epochs = 0;
    while (epochs < limit && !isEvaluationEpoch(this.epoch + epochs + 1, this.setup.training)) epochs += 1;
    return epochs;
  }

  /** Early stopping and the schedule that waits for a plateau look at every epoch; of most of them nothing is kept. */
  private get isWatching(): boolean {
    const { earlyStopping, schedule } = this.setup.training;
    return earlyStopping !== undefined || schedule.type === 'plateau';
  }

  private endEpoch(methodEnding: Advance['ending']): Progress {
    if (methodEnding !== null || isEvaluationEpoch(this.epoch, this.setup.training)) {
      return this.keepPoint(methodEnding);
    }
    if (!this.isWatching) return NOTHING_NEW;
    this.watch();
    const ending = this.endingAfterEpoch();
    return ending === null ? NOTHING_NEW : { evaluation: this.evaluate(this.method.duringEpoch()), ending };
  }

  private keepPoint(methodEnding: Advance['ending']): Progress {
    const evaluation = this.evaluate(this.method.duringEpoch());
    this.notePlateau(monitoredLoss(evaluation));
    if (!Number.isFinite(evaluation.train.loss)) {
      const what = 'The loss on the training rows stopped being a number';
      return { evaluation, ending: { kind: 'diverged', what, step: this.step, epoch: this.epoch } };
    }
    return { evaluation, ending: methodEnding === null ? this.endingAfterEpoch() : { kind: methodEnding } };
  }

  /** Asks for the monitored loss alone, and for the rest only of weights that are to be kept. */
  private watch(): void {
    const loss = (this.evaluators.validation ?? this.evaluators.train).measureLoss();
    this.notePlateau(loss);
    if (this.isBetter(loss)) this.evaluate(this.method.duringEpoch());
  }

  private notePlateau(loss: number): void {
    this.plateau = plateauAfter(this.plateau, this.setup.training.schedule, loss);
  }

  private endingAfterEpoch(): Ending | null {
    const { epochs, earlyStopping } = this.setup.training;
    if (this.epoch >= epochs) return { kind: 'finished' };
    const waited = this.epoch - Math.max(this.patienceFrom, this.best?.evaluation.epoch ?? 0);
    const isOver = earlyStopping !== undefined && waited >= earlyStopping.patience;
    return isOver ? { kind: 'no-improvement', patience: earlyStopping.patience } : null;
  }

  /** The parameters are the last ones that were numbers: measured, unless they just were. */
  private diverge(batch: NonNullable<Advance['failed']>): Progress {
    const { shapes, parts } = this.setup;
    const evaluation = this.evaluatedStep === this.step ? null : this.evaluate(null);
    const found = diagnose(this.machine, { shapes, train: parts.train }, batch);
    const what = describeDiagnosis(found, shapes);
    return { evaluation, ending: { kind: 'diverged', what, step: this.step + 1, epoch: this.epoch + 1 } };
  }

  private evaluate(duringEpoch: Evaluation['duringEpoch']): Evaluation {
    const { train, validation, test } = this.evaluators;
    const evaluation: Evaluation = {
      epoch: this.epoch,
      step: this.step,
      duringEpoch,
      train: train.measure(),
      validation: validation?.measure() ?? null,
      test: test?.measure() ?? null,
    };
    this.evaluatedStep = this.step;
    this.keepIfBest(evaluation);
    return evaluation;
  }

  private keepIfBest(evaluation: Evaluation): void {
    if (!this.isBetter(monitoredLoss(evaluation)) || !isFinite(evaluation)) return;
    const { parameters, statistics } = this.machine;
    this.best = { evaluation, parameters: parameters.slice(), statistics: statistics.slice() };
  }

  private isBetter(loss: number): boolean {
    return this.best === null || loss < monitoredLoss(this.best.evaluation);
  }
}

function evaluatorsOf(machine: Machine, { training, parts, targetScales }: TrainingSetup) {
  const settings = { lossSettings: training, targetScales };
  const evaluatorOf = (name: Exclude<Part, 'train'>) => {
    const part = parts[name];
    return part === null ? null : new PartEvaluator(machine, name, part, settings);
  };
  return {
    train: new PartEvaluator(machine, 'train', parts.train, settings),
    validation: evaluatorOf('validation'),
    test: evaluatorOf('test'),
  };
}

/**
 * Whether every part's measurements are numbers. This is all that is ever asked of the test part: weights that overflow
 * on some of its rows cannot stand in a model file.
 */
function isFinite({ train, validation, test }: Evaluation): boolean {
  return [train, validation, test].every(
    (part) =>
      part === null ||
      [part.loss, part.articleLoss, ...part.rmse, ...(part.mae ?? []), ...(part.r2 ?? [])].every(
        Number.isFinite,
      ),
  );
}
