import { waitForAll } from './barrier';
import { address, word } from './plan';
import { PLAN_BARRIER, PLAN_NOTICES } from './plan-layout';

/*
 * The threads that work on one plan together. Every thread has a module of its own, and so these numbers.
 */

export let plan: usize = 0;
export let thread: i32 = 0;
export let threads: i32 = 1;

/** Says who this thread is, for everything that follows. */
export function joinTeam(planAt: usize, threadNumber: i32, threadCount: i32): void {
  plan = planAt;
  thread = threadNumber;
  threads = threadCount;
}

/** Returns once every thread is here. */
@inline export function meet(): void {
  waitForAll(address(plan, PLAN_BARRIER), threads);
}

/** What the threads have noticed, all together. */
export function noticedByAny(): i32 {
  const notices = address(plan, PLAN_NOTICES);
  let noticed = 0;
  for (let t = 0; t < threads; t++) noticed |= word(notices, t);
  return noticed;
}
