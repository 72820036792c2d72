import { LIMITS } from '../core/limits.ts';
import { refuse } from '../data/refuse.ts';
import { compareGradients } from '../engine/gradient-check.ts';
import { parameterOffsets } from '../engine/parameters.ts';
import { parameterCount } from '../model/network.ts';
import type { StepCheck, StepQuestion } from '../model/nine-steps.ts';
import { openStep, type StepSetup } from './open-step.ts';

/** What the engine promises of its gradients, in float64. */
const TOLERANCE = 1e-6;
/** Losses that one parameter takes at most: two at each of two distances, for each of three lengths. */
const LOSSES_PER_PARAMETER = 12;
/** Multiply-adds of all these losses together: some five seconds. */
const COMPARISON_WORK = LIMITS.stepWork / 2;
/** More than this nobody reads. */
const MOST_COMPARED = 1_000;

/**
 * The gradients of one layer, as `traceStep` shows them, beside finite differences of the same loss: of all parameters,
 * or of so many, evenly spread, as a person waits for. Yields after each parameter.
 */
export function* checkStep(
  setup: StepSetup,
  question: StepQuestion,
): Generator<undefined, StepCheck, undefined> {
  const { machine, shapes, train } = openStep(setup, question);
  const shape = shapes[question.layer];
  if (shape === undefined || shape.parameters === 0) {
    refuse('layer', 'This layer has no parameters, and so no gradients to compare. Choose one that has.');
  }
  const work = LOSSES_PER_PARAMETER * train.rows * parameterCount(shapes);
  const affordable = Math.max(2, Math.floor(COMPARISON_WORK / work));
  const own = spread(shape.parameters, Math.min(MOST_COMPARED, affordable));
  const start = parameterOffsets(shapes)[question.layer]!;
  const compared = yield* compareGradients(
    machine,
    train.rows,
    own.map((index) => start + index),
  );
  machine.close();
  return {
    layer: question.layer,
    indices: Uint32Array.from(own),
    analytic: Float64Array.from(compared, ({ analytic }) => analytic),
    numeric: Float64Array.from(compared, ({ numeric }) => numeric ?? NaN),
    maxRelativeError: compared.reduce((most, { relativeError }) => Math.max(most, relativeError ?? 0), 0),
    tolerance: TOLERANCE,
  };
}

/** At most `atMost` of the first `count` numbers, evenly spread. */
function spread(count: number, atMost: number): number[] {
  if (count <= atMost) return Array.from({ length: count }, (_, k) => k);
  const stride = (count - 1) / Math.max(1, atMost - 1);
  return Array.from({ length: atMost }, (_, k) => Math.round(k * stride));
}
