/*
 * What TypeScript calls. Each function stands in two precisions; `plan` is described in plan-layout.ts.
 */
import { normalEquationsOf } from './normal-equations';
import { runPrediction } from './prediction';
import { runSteps } from './training';

/** Steps of training in float32, one thread's share. */
export function train32(plan: usize, thread: i32, threads: i32): void {
  runSteps<f32>(plan, thread, threads);
}

/** The same in float64. */
export function train64(plan: usize, thread: i32, threads: i32): void {
  runSteps<f64>(plan, thread, threads);
}

/** Answers on rows of a table in float32. */
export function predict32(plan: usize, table: usize, stride: i32, first: i32, rows: i32): void {
  runPrediction<f32>(plan, table, stride, first, rows);
}

/** The same in float64. */
export function predict64(plan: usize, table: usize, stride: i32, first: i32, rows: i32): void {
  runPrediction<f64>(plan, table, stride, first, rows);
}

/** In float64 alone: the method that needs it squares the condition of the problem. `record`: see JACOBIAN_WORDS. */
export function normalEquations64(plan: usize, record: usize, from: i32, to: i32): void {
  normalEquationsOf<f64>(plan, record, from, to);
}
