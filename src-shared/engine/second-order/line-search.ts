/** The loss and its slope at one step along a direction. */
export interface Trial {
  readonly step: number;
  readonly loss: number;
  readonly slope: number;
}

/** c₁: a step must bring this share of what the slope at its beginning promises. */
const SUFFICIENT_DECREASE = 1e-4;
/** c₂: and leave at most this share of the slope. */
const CURVATURE = 0.9;
/** Evaluations one search may take. */
const MOST_TRIALS = 20;
/** How much longer than the last the next step may be while none has been too long. */
const GROWTH = 10;
/** A new step keeps this share of the interval away from its ends, so that the interval shrinks or grows. */
const MARGIN = 0.1;

/**
 * A step along a direction of descent that meets the strong Wolfe conditions
 *   φ(α) ≤ φ(0) + c₁·α·φ′(0)   and   |φ′(α)| ≤ c₂·|φ′(0)|,
 * or, where trials run out, the lowest found that meets the first; null if there is none.
 *
 * Shapes: φ is the loss along the direction; φ′(0) < 0. A loss that is not a number counts as too high.
 * Source: Nocedal & Wright 2006, alg. 3.5 and 3.6, with the cubic of their eq. 3.59.
 */
export function strongWolfe(
  evaluate: (step: number) => Trial,
  origin: Trial,
  firstStep: number,
): Trial | null {
  let previous = origin;
  let step = firstStep;
  for (let trials = 1; trials <= MOST_TRIALS; trials++) {
    const trial = evaluate(step);
    const isTooLong = !decreasesEnough(trial, origin) || (trials > 1 && trial.loss >= previous.loss);
    if (isTooLong) return zoom(evaluate, origin, previous, trial, MOST_TRIALS - trials);
    if (isFlatEnough(trial, origin)) return trial;
    if (trial.slope >= 0) return zoom(evaluate, origin, trial, previous, MOST_TRIALS - trials);
    const least = trial.step + MARGIN * (trial.step - previous.step);
    step = cubicMinimum(previous, trial, least, GROWTH * trial.step);
    previous = trial;
  }
  return orNull(previous, origin);
}

/** Narrows the interval between `low`, the lowest trial with enough decrease, and `high`, on whose side it goes up again. */
function zoom(
  evaluate: (step: number) => Trial,
  origin: Trial,
  low: Trial,
  high: Trial,
  trials: number,
): Trial | null {
  for (let left = trials; left > 0; left--) {
    const margin = MARGIN * Math.abs(high.step - low.step);
    const shortest = Math.min(low.step, high.step) + margin;
    const longest = Math.max(low.step, high.step) - margin;
    if (!(shortest < longest)) break;
    const trial = evaluate(cubicMinimum(low, high, shortest, longest));
    if (!decreasesEnough(trial, origin) || trial.loss >= low.loss) {
      high = trial;
      continue;
    }
    if (isFlatEnough(trial, origin)) return trial;
    if (trial.slope * (high.step - low.step) >= 0) high = low;
    low = trial;
  }
  return orNull(low, origin);
}

function orNull(trial: Trial, origin: Trial): Trial | null {
  return trial.loss < origin.loss ? trial : null;
}

/** False for a loss that is not a number. */
function decreasesEnough(trial: Trial, origin: Trial): boolean {
  return trial.loss <= origin.loss + SUFFICIENT_DECREASE * trial.step * origin.slope;
}

function isFlatEnough(trial: Trial, origin: Trial): boolean {
  return Math.abs(trial.slope) <= -CURVATURE * origin.slope;
}

/** Where between two bounds the cubic through both losses and slopes is lowest; half way if it has no such place. */
function cubicMinimum(a: Trial, b: Trial, least: number, most: number): number {
  const d1 = a.slope + b.slope - (3 * (a.loss - b.loss)) / (a.step - b.step);
  const d2 = Math.sign(b.step - a.step) * Math.sqrt(d1 * d1 - a.slope * b.slope);
  const minimum = b.step - ((b.step - a.step) * (b.slope + d2 - d1)) / (b.slope - a.slope + 2 * d2);
  return Number.isFinite(minimum) ? Math.min(Math.max(minimum, least), most) : (least + most) / 2;
}
