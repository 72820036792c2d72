import { classGroups } from '@shared/evaluation/class-groups.ts';
import { classCurves } from '@shared/evaluation/class-curves.ts';
import { evaluateClasses, findClasses, type FoundClasses } from '@shared/evaluation/classes-evaluation.ts';
import { countInBins } from '@shared/evaluation/histogram.ts';
import { evaluateNumbers, residualsOf } from '@shared/evaluation/number-evaluation.ts';
import { finish } from '@shared/evaluation/work.ts';
import type { ModelOutput } from '@shared/model/model-file.ts';
import { describe, expect, it } from 'vitest';
import { figuresAt, stepAt } from '../../src-renderer/features/evaluate/threshold-figures.ts';
import golden from './evaluation.json' with { type: 'json' };

/** What issue 6 promises, and far above what other orders of sums make of float64. */
const TOLERANCE = 1e-9;

/** Relative, or absolute below 1. NaN stands as null in the golden file, infinity as a text. */
function close(actual: number | null, expected: number | string | null, what = ''): void {
  const found = actual === null ? null : Number.isNaN(actual) ? null : actual;
  if (found === null || expected === null) {
    expect(found, what).toBe(expected);
    return;
  }
  const wanted = expected === 'inf' ? Infinity : Number(expected);
  if (found === wanted) return;
  expect(Math.abs(found - wanted) / Math.max(1, Math.abs(wanted)), what).toBeLessThanOrEqual(TOLERANCE);
}

function allClose(
  actual: Iterable<number>,
  expected: readonly (number | string | null)[],
  what: string,
): void {
  const values = [...actual];
  expect(values.length, what).toBe(expected.length);
  values.forEach((value, k) => {
    close(value, expected[k]!, `${what}[${String(k)}]`);
  });
}

const NUMBER_FIGURES = [
  'rmse',
  'mae',
  'r2',
  'medianAbsoluteError',
  'largestError',
  'meanResidual',
  'baselineRmse',
] as const;

describe(`numbers, against scikit-learn ${golden.sklearn}`, () => {
  it.each(golden.numbers)('$name', ({ histogram, ...expected }) => {
    const [truth, answers] = [Float64Array.from(expected.truth), Float64Array.from(expected.answers)];
    const found = evaluateNumbers(truth, answers);
    for (const figure of NUMBER_FIGURES) close(found[figure], expected[figure], figure);
    const { min, max, counts } = histogram;
    expect(countInBins(residualsOf(truth, answers), min, max, counts.length).counts).toEqual(counts);
  });
});

type ClassCase = (typeof golden.classes)[number];

function foundClasses({ classes, truth, answers }: ClassCase): FoundClasses {
  const isSingle = answers.length === 1;
  const column = 'class';
  const outputs = answers.map((_, k): ModelOutput => ({
    name: `output ${String(k)}`,
    transform: { kind: 'none', shift: 0, scale: 1 },
    range: { min: 0, max: 1, mean: 0.5 },
    class: isSingle ? { column, level: classes[1]!, otherwise: classes[0]! } : { column, level: classes[k]! },
  }));
  const task = isSingle ? 'binary' : 'multiclass';
  const [group] = classGroups(outputs, task);
  return findClasses(group!, {
    task,
    outputs,
    rows: Uint32Array.from(truth, (_, n) => n),
    truth: Float64Array.from(answers.flatMap((_, k) => truth.map((c) => Number(c === (isSingle ? 1 : k))))),
    answers: Float64Array.from(answers.flat()),
  });
}

const CLASS_FIGURES = [
  'accuracy',
  'balancedAccuracy',
  'kappa',
  'matthews',
  'auc',
  'averagePrecision',
  'logLoss',
  'brier',
  'calibrationError',
] as const;

describe(`classes, against scikit-learn ${golden.sklearn}`, () => {
  it.each(golden.classes)('$name: all together', (expected) => {
    const found = finish(evaluateClasses(foundClasses(expected)));
    for (const figure of CLASS_FIGURES) close(found[figure], expected[figure], figure);
    for (const mean of ['macro', 'weighted'] as const) {
      const { precision, recall, f1 } = found[mean];
      allClose([precision, recall, f1], expected[mean], mean);
    }
    expect([...found.confusion]).toEqual(expected.confusion.flat());
    found.perClass.forEach((own, c) => {
      for (const figure of [
        'precision',
        'recall',
        'f1',
        'support',
        'auc',
        'averagePrecision',
        'brier',
      ] as const) {
        close(own[figure], expected.perClass[c]![figure], `${own.level}: ${figure}`);
      }
    });
  });

  it.each(golden.classes)('$name: the curves of each class', (expected) => {
    const found = foundClasses(expected);
    expected.perClass.forEach((own, c) => {
      if (own.roc === undefined) return;
      const curves = classCurves(found, c);
      const { roc, precisionRecall, calibration, auc } = curves;
      close(auc, own.auc, 'auc');
      const [falsePositiveRate, truePositiveRate, thresholds] = own.roc;
      allClose(roc.falsePositiveRate, falsePositiveRate!, 'false positive rate');
      allClose(roc.truePositiveRate, truePositiveRate!, 'true positive rate');
      // The first one is ∞ from scikit-learn 1.3 on, and was one more than the next before.
      expect(roc.thresholds[0]).toBe(Infinity);
      allClose(roc.thresholds.subarray(1), thresholds!.slice(1), 'threshold');
      allClose(precisionRecall.precision, own.precisionRecall[0]!, 'precision');
      allClose(precisionRecall.recall, own.precisionRecall[1]!, 'recall');
      allClose(precisionRecall.thresholds, own.precisionRecall[2]!, 'threshold');
      const bins = calibration!.bins.filter(({ count }) => count > 0);
      allClose(
        bins.map(({ mean }) => mean),
        own.calibration[0]!,
        'mean of a bin',
      );
      allClose(
        bins.map(({ share }) => share),
        own.calibration[1]!,
        'share of a bin',
      );
      for (const { threshold, ...figures } of own.atThreshold) {
        const here = figuresAt(curves, stepAt(curves, threshold));
        for (const [name, value] of Object.entries(figures)) {
          close(here[name as keyof typeof figures], value, `${name} at ${String(threshold)}`);
        }
      }
    });
  });
});
