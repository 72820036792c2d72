import { PARTS, type Part } from '../model/data-catalog.ts';
import type { ClassesEvaluation, Interval, NumberEvaluation } from '../model/evaluation.ts';
import type { PartMetrics } from '../model/run.ts';
import { quantitiesOf } from './quantities.ts';
import { type ReportedPart, type ReportSubject, readTable } from './report-subject.ts';

/** What one figure is on one part, and between which values it lies with 95 % confidence. */
export interface Figure {
  readonly value: number;
  readonly interval: Interval | null;
}

/** One figure of the model on all parts that are told. */
export interface FigureRow {
  /** The output or the column of classes that it is of; null: all answers together. */
  readonly of: string | null;
  readonly label: string;
  /** Null where it was not measured, or cannot be. */
  readonly figures: Readonly<Partial<Record<Part, Figure | null>>>;
}

export interface Figures {
  readonly parts: readonly Part[];
  readonly rows: readonly FigureRow[];
  /** Whether all of them are of one column, which then need not be named. */
  readonly isOfOne: boolean;
}

const NUMBER_FIGURES: readonly [string, (own: NumberEvaluation) => Figure][] = [
  ['RMSE', ({ rmse, intervals }) => ({ value: rmse, interval: intervals?.rmse ?? null })],
  ['Mean absolute error', ({ mae, intervals }) => ({ value: mae, interval: intervals?.mae ?? null })],
  ['R²', ({ r2, intervals }) => ({ value: r2, interval: intervals?.r2 ?? null })],
  ['Median absolute error', ({ medianAbsoluteError }) => only(medianAbsoluteError)],
  ['Largest error', ({ largestError }) => only(largestError)],
  ['Mean residual', ({ meanResidual }) => only(meanResidual)],
  ['RMSE of always the mean', ({ baselineRmse }) => only(baselineRmse)],
];

const CLASS_FIGURES: readonly [string, (own: ClassesEvaluation) => Figure | null][] = [
  ['Accuracy', ({ accuracy, accuracyInterval }) => ({ value: accuracy, interval: accuracyInterval })],
  ['Accuracy of always the most frequent', ({ baselineAccuracy }) => only(baselineAccuracy)],
  ['Balanced accuracy', ({ balancedAccuracy }) => only(balancedAccuracy)],
  ['Precision, mean of the classes', ({ macro }) => only(macro.precision)],
  ['Recall, mean of the classes', ({ macro }) => only(macro.recall)],
  ['F1, mean of the classes', ({ macro }) => only(macro.f1)],
  ['Cohen’s κ', ({ kappa }) => only(kappa)],
  ['Matthews’ correlation', ({ matthews }) => only(matthews)],
  ['Area under the ROC curve', ({ auc }) => maybe(auc)],
  ['Average precision', ({ averagePrecision }) => maybe(averagePrecision)],
  ['Log loss', ({ logLoss }) => maybe(logLoss)],
  ['Brier score', ({ brier }) => maybe(brier)],
  ['Calibration error', ({ calibrationError }) => maybe(calibrationError)],
];

function only(value: number): Figure {
  return { value, interval: null };
}

function maybe(value: number | null): Figure | null {
  return value === null ? null : only(value);
}

/**
 * All figures of a model: the loss from its record, the others from its answers on the table where that could be read, else
 * from the record, too.
 */
export function figuresOf(subject: ReportSubject): Figures {
  const { metrics } = subject.model;
  const [loss, ...measured] = quantitiesOf(subject.model);
  const table = readTable(subject);
  const parts = PARTS.filter(
    (part) => metrics[part] !== null || table?.parts.some((own) => own.part === part) === true,
  );
  const fromRecord = (
    label: string,
    of: string | null,
    read: (own: PartMetrics) => number | null,
  ): FigureRow => ({
    of,
    label,
    figures: ofParts(parts, (part) => maybe(metrics[part] === null ? null : read(metrics[part]))),
  });
  const rows =
    table === null || table.parts.length === 0
      ? measured.map(({ title, read }) => fromRecord(title, null, read))
      : fromTable(parts, table.parts);
  const all = [
    ...(loss === undefined ? [] : [fromRecord('Loss, in scaled units', null, loss.read)]),
    ...rows,
  ];
  return {
    parts,
    rows: all,
    isOfOne: new Set(all.flatMap(({ of }) => (of === null ? [] : [of]))).size === 1,
  };
}

function fromTable(parts: readonly Part[], own: readonly ReportedPart[]): FigureRow[] {
  const [first] = own as [ReportedPart];
  const found = (part: Part): ReportedPart | undefined => own.find((each) => each.part === part);
  return [
    ...first.numbers.flatMap(({ name }, k) =>
      NUMBER_FIGURES.map(([label, read]): FigureRow => ({
        of: name,
        label,
        figures: ofParts(parts, (part) => maybeOf(found(part)?.numbers[k], read)),
      })),
    ),
    ...first.classes.flatMap(({ column }, k) =>
      CLASS_FIGURES.map(([label, read]): FigureRow => ({
        of: column,
        label,
        figures: ofParts(parts, (part) => maybeOf(found(part)?.classes[k], read)),
      })),
    ),
  ].filter(({ figures }) => Object.values(figures).some((figure) => figure !== null));
}

function maybeOf<T>(own: T | undefined, read: (own: T) => Figure | null): Figure | null {
  return own === undefined ? null : read(own);
}

function ofParts(parts: readonly Part[], read: (part: Part) => Figure | null): FigureRow['figures'] {
  return Object.fromEntries(parts.map((part) => [part, read(part)]));
}
