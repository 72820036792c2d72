/*
 * What TypeScript calls where something else computes the gradients: a module of its own, on memory that is not shared,
 * as native libraries read no other. `plan` is described in plan-layout.ts; of it only what an update needs is filled in.
 */
import { notice } from './gradients';
import { address, word } from './plan';
import {
  PLAN_COEFFICIENTS,
  PLAN_GRADIENTS,
  PLAN_PARAMETER_COUNT,
  PLAN_PARAMETERS,
  UPDATE_BROKEN_OFF,
  UPDATE_LEFT,
  UPDATE_MADE,
} from './plan-layout';
import { takeStep } from './step';
import { joinTeam } from './team';

/** Clips the gradients and updates the parameters by them, in float32; see UPDATE_MADE and its neighbours. */
export function update32(plan: usize): i32 {
  const count = word(plan, PLAN_PARAMETER_COUNT);
  const noticed = notice<f32>(address(plan, PLAN_PARAMETERS), count) | notice<f32>(address(plan, PLAN_GRADIENTS), count);
  if (noticed != 0) return UPDATE_LEFT;
  joinTeam(plan, 0, 1);
  return takeStep<f32>(address(plan, PLAN_COEFFICIENTS), false) ? UPDATE_MADE : UPDATE_BROKEN_OFF;
}
