import { LIMITS } from '../core/limits.ts';
import { Random } from '../core/random.ts';
import type { ClassesEvaluation, NumberEvaluation } from '../model/evaluation.ts';
import type { AnsweredPart } from './answered-part.ts';
import { classGroups, numberOutputs } from './class-groups.ts';
import { evaluateClasses, findClasses } from './classes-evaluation.ts';
import { evaluateNumbers } from './number-evaluation.ts';
import { numberIntervals } from './number-intervals.ts';
import type { Work } from './work.ts';

/** Every figure of a part, and the rows that are drawn of it. */
export interface EvaluatedPart {
  readonly numbers: NumberEvaluation[];
  readonly classes: ClassesEvaluation[];
  /** Places in the part, in its order. */
  readonly sample: Uint32Array;
}

/** All figures are of all rows. Numbers and classes may stand beside one another, where targets are of both kinds. */
export function* evaluatePart(part: AnsweredPart): Work<EvaluatedPart> {
  const sample = sampleOf(part.rows.length, LIMITS.sampledRows);
  const numbers: NumberEvaluation[] = [];
  for (const output of numberOutputs(part.outputs, part.task)) {
    numbers.push(yield* evaluateOutput(part, output, sample));
  }
  const classes: ClassesEvaluation[] = [];
  for (const group of classGroups(part.outputs, part.task)) {
    classes.push(yield* evaluateClasses(findClasses(group, part)));
  }
  return { numbers, classes, sample };
}

function* evaluateOutput(part: AnsweredPart, output: number, sample: Uint32Array): Work<NumberEvaluation> {
  const N = part.rows.length;
  const [from, to] = [output * N, (output + 1) * N];
  const [truth, answers] = [part.truth.subarray(from, to), part.answers.subarray(from, to)];
  const figures = evaluateNumbers(truth, answers);
  yield;
  return {
    output,
    name: part.outputs[output]!.name,
    ...figures,
    intervals: yield* numberIntervals(truth, answers),
    truth: Float64Array.from(sample, (n) => truth[n]!),
    answers: Float64Array.from(sample, (n) => answers[n]!),
  };
}

/** At most so many of N rows, each as likely as the others and always the same ones, in their order. */
export function sampleOf(N: number, most: number): Uint32Array {
  const all = Uint32Array.from({ length: N }, (_, n) => n);
  if (N <= most) return all;
  new Random(0, 'rows that are drawn').shuffle(all);
  return all.subarray(0, most).sort();
}
