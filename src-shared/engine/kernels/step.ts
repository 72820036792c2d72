import { clamp, firstByte, lastByte, NOTICE_NOT_FINITE, normOf, scale } from './gradients';
import { update } from './optimizers';
import { address, setWord, word } from './plan';
import {
  CLIP_NORM,
  CLIP_VALUE,
  PLAN_CLIPPING,
  PLAN_CLIPPING_LIMIT,
  PLAN_GRADIENTS,
  PLAN_NOTICES,
  PLAN_OPTIMIZER,
  PLAN_PARAMETER_COUNT,
  PLAN_PARAMETERS,
  PLAN_PREVIOUS,
  PLAN_SLOTS,
} from './plan-layout';
import { meet, noticedByAny, plan, thread, threads } from './team';

/**
 * Clips, updates, and checks; false where a parameter would have stopped being finite. Then the parameters are what they were
 * if it `isRisky`; else only those that would have, and slots are not.
 */
export function takeStep<T>(coefficients: usize, isRisky: bool): bool {
  const count = word(plan, PLAN_PARAMETER_COUNT);
  const from = firstByte<T>(count, thread, threads);
  const to = lastByte<T>(count, thread, threads);
  const parameters = address(plan, PLAN_PARAMETERS);
  const gradients = address(plan, PLAN_GRADIENTS);
  const previous = address(plan, PLAN_PREVIOUS);
  clip<T>(gradients, count, from, to);
  if (isRisky) memory.copy(previous + from, parameters + from, to - from);
  const isFinite = update<T>(
    word(plan, PLAN_OPTIMIZER), parameters, gradients, address(plan, PLAN_SLOTS), address(plan, PLAN_SLOTS + 1),
    address(plan, PLAN_SLOTS + 2), coefficients, from, to,
  );
  // Everybody has read the notices of the gradients before this: they met after them or while clipping.
  if (threads > 1) meet();
  setWord(address(plan, PLAN_NOTICES), thread, isFinite ? 0 : NOTICE_NOT_FINITE);
  meet();
  if (noticedByAny() == 0) return true;
  if (isRisky) memory.copy(parameters + from, previous + from, to - from);
  meet();
  return false;
}

function clip<T>(gradients: usize, count: i32, from: usize, to: usize): void {
  const kind = word(plan, PLAN_CLIPPING);
  const limit = load<f64>(address(plan, PLAN_CLIPPING_LIMIT));
  if (kind == CLIP_VALUE) clamp<T>(gradients, limit, from, to);
  if (kind != CLIP_NORM) return;
  const factor = limit / (normOf<T>(gradients, count) + 1e-6);
  // Nobody may scale before everybody has measured.
  meet();
  if (factor < 1) scale<T>(gradients, factor, from, to);
}
