import { integerPower } from '../core/integer-power.ts';
import { cosine } from '../core/trigonometry.ts';
import type { Schedule, ScheduleType } from '../model/schedule-catalog.ts';

type ScheduleOf<T extends ScheduleType> = Extract<Schedule, { type: T }>;

/** How long training goes on. */
export interface TrainingSpan {
  readonly warmUpEpochs: number;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
}

/** What the schedule `plateau` remembers; part of every checkpoint. */
export interface PlateauState {
  /** What the learning rate has come down to, as a share. */
  readonly factor: number;
  /** Lowest loss so far; null before the first. */
  readonly best: number | null;
  /** Losses since then. */
  readonly waited: number;
}

export const PLATEAU_START: PlateauState = { factor: 1, best: null, waited: 0 };

/**
 * What the optimizer's learning rate is multiplied by in one step: the schedule's factor, and during warm-up
 * (step + 1) / (steps of warm-up) as well. Steps beyond the last one take the factor of the end.
 *
 * Shapes: `step` counts the updates made before.
 * Source: Goyal et al. 2017, sec. 2.2 (warm-up; theirs begins at a share of the rate, ours just above zero); `shareAt` and
 * `plateauAfter` for the schedules.
 */
export function learningRateFactor(
  schedule: Schedule,
  span: TrainingSpan,
  step: number,
  plateau: PlateauState,
): number {
  const warmUpSteps = span.warmUpEpochs * span.stepsPerEpoch;
  const warmUp = step < warmUpSteps ? (step + 1) / warmUpSteps : 1;
  return warmUp * shareAt(schedule, span, step, plateau);
}

/**
 * The state after one more loss. After `patience` losses in a row that are not lower than the best, the factor falls:
 *   f ← max(lowest, f·factor)
 *
 * Shapes: to be called once an epoch; other schedules leave the state as it is.
 * Source: the usual practice, e.g. He et al. 2016, sec. 3.4. Differs from PyTorch: any lower loss is better, and the rate
 * falls after `patience` losses, not after one more, as with early stopping.
 */
export function plateauAfter(state: PlateauState, schedule: Schedule, loss: number): PlateauState {
  if (schedule.type !== 'plateau') return state;
  if (state.best === null ? !Number.isNaN(loss) : loss < state.best)
    return { ...state, best: loss, waited: 0 };
  const waited = state.waited + 1;
  if (waited < schedule.patience) return { ...state, waited };
  return { ...state, factor: Math.max(schedule.lowest, state.factor * schedule.factor), waited: 0 };
}

function shareAt(schedule: Schedule, span: TrainingSpan, step: number, plateau: PlateauState): number {
  const epoch = Math.floor(step / span.stepsPerEpoch);
  switch (schedule.type) {
    case 'constant':
      return 1;
    case 'step':
      return integerPower(schedule.factor, Math.floor(epoch / schedule.every));
    case 'exponential':
      return integerPower(schedule.factor, epoch);
    case 'cosine':
      return annealed(1, schedule.lowest, step / (span.epochs * span.stepsPerEpoch));
    case 'warm-restarts':
      return warmRestarts(schedule, step / span.stepsPerEpoch);
    case 'one-cycle':
      return oneCycle(schedule, span.epochs * span.stepsPerEpoch, step);
    case 'plateau':
      return plateau.factor;
  }
}

/** From one share to another along half a cosine, f = to + ½(from − to)(1 + cos πp): Loshchilov & Hutter 2017, eq. 5. */
function annealed(from: number, to: number, progress: number): number {
  return to + 0.5 * (from - to) * (1 + cosine(Math.PI * Math.min(1, progress)));
}

/**
 * Cosine over periods that each take `growth` times as long as the one before: Loshchilov & Hutter 2017, SGDR, with their
 * T₀ = period and T_mult = growth. The present period is found in blocks of 1, 2, 4, … periods, since there may be many.
 */
function warmRestarts({ period, growth, lowest }: ScheduleOf<'warm-restarts'>, epoch: number): number {
  const blocks: { epochs: number; growth: number }[] = [];
  for (let block = { epochs: period, growth }; block.epochs <= epoch;) {
    blocks.push(block);
    block = { epochs: block.epochs * (1 + block.growth), growth: block.growth * block.growth };
  }
  let start = 0;
  let scale = 1;
  for (const block of blocks.reverse()) {
    const end = start + scale * block.epochs;
    if (end > epoch) continue;
    start = end;
    scale *= block.growth;
  }
  return annealed(1, lowest, (epoch - start) / (scale * period));
}

/**
 * Up from `start` to 1 until the peak, down to `end` in the last step: Smith & Topin 2019, "Super-convergence". Along half
 * a cosine each, as in PyTorch; theirs are straight lines.
 */
function oneCycle({ rise, start, end }: ScheduleOf<'one-cycle'>, steps: number, step: number): number {
  const peak = Math.max(0, rise * steps - 1);
  if (step < peak) return annealed(start, 1, step / peak);
  const last = steps - 1;
  return last > peak ? annealed(1, end, (step - peak) / (last - peak)) : 1;
}
