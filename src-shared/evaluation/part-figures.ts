import { accuracy } from '../engine/metrics/accuracy.ts';
import { countClasses } from '../engine/metrics/class-counts.ts';
import { logLoss } from '../engine/metrics/log-loss.ts';
import { r2, squaredDeviations } from '../engine/metrics/r2.ts';
import { addErrors, meanAbsoluteError, rootMeanSquaredError } from '../engine/metrics/target-errors.ts';
import type { ImportanceFigure } from '../model/evaluation.ts';
import type { AnsweredPart } from './answered-part.ts';
import { classGroups, numberOutputs } from './class-groups.ts';
import { findClasses } from './classes-evaluation.ts';

/**
 * The figures that importance is measured by: R², RMSE and MAE of each number, with several the mean of their R², too;
 * accuracy and log loss of each column of classes. Units differ, so nothing else is averaged.
 */
export function partFigures(part: AnsweredPart): ImportanceFigure[] {
  const numbers = numberOutputs(part.outputs, part.task).map((output) => numberFigures(part, output));
  const r2s = numbers.map(([own]) => own!.baseline);
  const mean: ImportanceFigure[] =
    r2s.length > 1
      ? [{ name: 'r2', of: null, baseline: r2s.reduce((sum, value) => sum + value, 0) / r2s.length }]
      : [];
  return [...mean, ...numbers.flat(), ...classFigures(part)];
}

function numberFigures({ outputs, truth, answers, rows }: AnsweredPart, output: number): ImportanceFigure[] {
  const N = rows.length;
  const own = (values: Float64Array) => values.subarray(output * N, (output + 1) * N);
  const sums = { squares: new Float64Array(1), absolutes: new Float64Array(1) };
  addErrors(sums, own(answers), own(truth), 1, N);
  const [squares, absolutes] = [sums.squares[0]!, sums.absolutes[0]!];
  const of = outputs[output]!.name;
  return [
    { name: 'r2', of, baseline: r2(squares, squaredDeviations(own(truth))) },
    { name: 'rmse', of, baseline: rootMeanSquaredError(squares, N) },
    { name: 'mae', of, baseline: meanAbsoluteError(absolutes, N) },
  ];
}

function classFigures(part: AnsweredPart): ImportanceFigure[] {
  const N = part.rows.length;
  return classGroups(part.outputs, part.task).flatMap((group): ImportanceFigure[] => {
    const { actual, predicted, scores } = findClasses(group, part);
    const of = group.column;
    const counts = countClasses(actual, predicted, group.classes.length);
    const found: ImportanceFigure = { name: 'accuracy', of, baseline: accuracy(counts) };
    if (!group.isProbability) return [found];
    return [found, { name: 'logLoss', of, baseline: logLoss(scores, actual, group.outputs.length, N) }];
  });
}
