import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { isEvaluationEpoch } from '@shared/engine/evaluation-schedule.ts';
import type { Backend } from '@shared/engine/machine.ts';
import { Trainer, type TrainingSetup } from '@shared/engine/trainer.ts';
import { type Experiment, shapesOf } from '@shared/model/experiment.ts';
import { parameterCount } from '@shared/model/network.ts';
import type { Forecast } from '@shared/model/queue.ts';
import type { Training } from '@shared/model/training-catalog.ts';
import { longestStretch } from '@shared/model/work.ts';
import { setImmediate } from 'node:timers/promises';
import { Pace } from '../trainer/pace.ts';
import { sliceOf } from '../trainer/slice.ts';
import { trainingSetup } from '../trainer/training-setup.ts';
import { prepareHeld } from './tables.ts';

const WARM_UP_MS = 50;
const MEASURE_MS = 120;
/** How long evaluations are timed, the shortest of which counts. */
const EVALUATIONS_MS = 15;
/** Longest that a person waits for it: a step that takes longer is not waited for. */
const PATIENCE_MS = 2_000;
/** What a run does with each point beside measuring it: it is written down and told. */
const SECONDS_PER_POINT = 60e-6;

/** Nobody can tell before the run. */
export const UNKNOWN: Forecast = { secondsPerEpoch: null, seconds: null };

/**
 * How long an experiment will train here, from real steps on its own data: those of its first epochs, scaled up. Nulls
 * where too little could be measured. Ends with CANCELLED as soon as nobody wants to know any more.
 */
export async function forecast(
  experiment: Experiment,
  { backend, signal }: { backend: Backend; signal: AbortSignal },
): Promise<Forecast> {
  const { training } = experiment;
  if (longestStretch(experiment, parameterCount(shapesOf(experiment))) > LIMITS.waitedWork) return UNKNOWN;
  const setup = trainingSetup(experiment, await prepareHeld(experiment));
  const measured = await measure(setup, { backend, signal });
  if (measured === null) return UNKNOWN;
  const { perStep, perEvaluation, stepsPerEpoch } = measured;
  const perEpoch = stepsPerEpoch * perStep + watchedShare(setup) * perEvaluation;
  const points = evaluationCount(training);
  const seconds = training.epochs * perEpoch + points * (perEvaluation + SECONDS_PER_POINT);
  return { secondsPerEpoch: training.epochs === 0 ? perEpoch : seconds / training.epochs, seconds };
}

interface Measured {
  /** Seconds. */
  readonly perStep: number;
  readonly perEvaluation: number;
  readonly stepsPerEpoch: number;
}

async function measure(
  setup: TrainingSetup,
  { backend, signal }: { backend: Backend; signal: AbortSignal },
): Promise<Measured | null> {
  const bench = new Bench(setup, backend);
  try {
    const startedAt = performance.now();
    // As long as those of a run, so that steps cost what they cost there.
    const slice = sliceOf(backend.name);
    const work = async (ms: number): Promise<void> => {
      const until = performance.now() + ms;
      do {
        bench.train(Math.min(slice.ms, until - performance.now()), slice.leastMs);
        await setImmediate();
        if (signal.aborted) throw new AppError('CANCELLED', 'Cancelled.');
      } while (
        performance.now() < until ||
        (bench.steps === 0 && performance.now() < startedAt + PATIENCE_MS)
      );
    };
    await work(WARM_UP_MS);
    bench.startAnew();
    await work(MEASURE_MS);
    return bench.result();
  } finally {
    bench.close();
  }
}

/** Trains for a while and keeps the time of steps and of evaluations apart. */
class Bench {
  steps = 0;
  private seconds = 0;
  private evaluations = 0;
  private readonly pace = new Pace();
  private readonly setup: TrainingSetup;
  private readonly backend: Backend;
  private trainer: Trainer;

  constructor(setup: TrainingSetup, backend: Backend) {
    this.setup = { ...setup, training: withoutEnd(setup.training) };
    this.backend = backend;
    this.trainer = new Trainer(this.setup, backend);
  }

  /** `leastMs`: with less than this left no further call is made. */
  train(ms: number, leastMs: number): void {
    const startedAt = performance.now();
    let now = startedAt;
    do {
      const [before, at] = [this.trainer.step, now];
      const { evaluation, ending } = this.trainer.advance(this.pace.stepsFor(startedAt + ms - now));
      now = performance.now();
      const made = this.trainer.step - before;
      this.pace.note(made, now - at);
      this.steps += made;
      if (evaluation !== null) this.evaluations += 1;
      // It diverged, or has nothing left to learn: its first steps take as long as any.
      if (ending !== null) this.renew();
    } while (startedAt + ms - now >= leastMs);
    this.seconds += (now - startedAt) / 1000;
  }

  startAnew(): void {
    this.steps = 0;
    this.seconds = 0;
    this.evaluations = 0;
  }

  /** Null where no step came to its end. */
  result(): Measured | null {
    if (this.steps === 0) return null;
    const perEvaluation = this.timeEvaluation();
    const inSteps = this.seconds - this.evaluations * perEvaluation;
    // Where evaluations take nearly all of the time, what is left of it is mostly error.
    const perStep = Math.max(inSteps, this.seconds / 20) / this.steps;
    return { perStep, perEvaluation, stepsPerEpoch: this.trainer.stepsPerEpoch };
  }

  close(): void {
    this.trainer.close();
  }

  /** Seconds; the shortest of a few, because the first ones warm up. */
  private timeEvaluation(): number {
    let shortest = Infinity;
    const until = performance.now() + EVALUATIONS_MS;
    do {
      const startedAt = performance.now();
      this.trainer.evaluateNow();
      shortest = Math.min(shortest, (performance.now() - startedAt) / 1000);
    } while (performance.now() < until);
    return shortest;
  }

  private renew(): void {
    this.trainer.close();
    this.trainer = new Trainer(this.setup, this.backend);
  }
}

/** The same steps, with nothing looked at in between that is not asked for here. */
function withoutEnd({ earlyStopping: _, ...training }: Training): Training {
  const { schedule } = training;
  return {
    ...training,
    epochs: LIMITS.epochs,
    schedule: schedule.type === 'plateau' ? { type: 'constant' } : schedule,
  };
}

/** Which part of an evaluation is also done after every epoch, to see whether it got any better. */
function watchedShare({ training, parts }: TrainingSetup): number {
  if (training.earlyStopping === undefined && training.schedule.type !== 'plateau') return 0;
  const rows = (part: { rows: number } | null) => part?.rows ?? 0;
  const watched = rows(parts.validation) === 0 ? rows(parts.train) : rows(parts.validation);
  return watched / (rows(parts.train) + rows(parts.validation) + rows(parts.test));
}

/** Epochs of a run that are evaluated; those of a long one from its last stretch, which is even. */
function evaluationCount(training: Training): number {
  const counted = Math.min(training.epochs, 20_000);
  let count = 1;
  for (let epoch = 1; epoch <= counted; epoch++) if (isEvaluationEpoch(epoch, training)) count += 1;
  const interval = Math.max(1, Math.ceil(training.epochs / 1_000));
  return count + Math.floor((training.epochs - counted) / interval);
}
