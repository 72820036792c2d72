import { formatCount, formatNumber } from '@shared/core/text.ts';
import type { ClassesEvaluation, Importance, Interval, NumberEvaluation } from '@shared/model/evaluation.ts';
import { textTable } from './text-table.ts';

/** What is told of one set of rows; `name` is that of the part, or of the table. */
export interface ToldPart {
  readonly name: string;
  readonly rows: number;
  readonly numbers: readonly NumberEvaluation[];
  readonly classes: readonly ClassesEvaluation[];
  readonly importance: Importance | null;
}

const NUMBER_FIGURES = {
  RMSE: 'rmse',
  MAE: 'mae',
  'R²': 'r2',
  'median absolute error': 'medianAbsoluteError',
  'largest error': 'largestError',
  'mean residual': 'meanResidual',
  'RMSE of always the mean': 'baselineRmse',
} as const satisfies Record<string, keyof NumberEvaluation>;

const CLASS_FIGURES = {
  'accuracy of always the most frequent': (own) => own.baselineAccuracy,
  'balanced accuracy': (own) => own.balancedAccuracy,
  'precision, mean of the classes': (own) => own.macro.precision,
  'recall, mean of the classes': (own) => own.macro.recall,
  'F1, mean of the classes': (own) => own.macro.f1,
  'ROC AUC': (own) => own.auc,
  'average precision': (own) => own.averagePrecision,
  "Cohen's kappa": (own) => own.kappa,
  "Matthews' correlation": (own) => own.matthews,
  'log loss': (own) => own.logLoss,
  'Brier score': (own) => own.brier,
  'calibration error': (own) => own.calibrationError,
} as const satisfies Record<string, (own: ClassesEvaluation) => number | null>;

/** More classes make no table that fits a terminal. */
const CLASSES_SHOWN = 20;

/**
 * An evaluation as a person reads it in a terminal: figures of all parts side by side, beside them where they lie with 95 %
 * confidence, then classes part by part.
 */
export function evaluationText(title: string, parts: readonly ToldPart[]): string {
  const [first] = parts as [ToldPart];
  const heads = parts.map(({ name }) => name);
  const rows = ['rows', ...parts.map((part) => formatCount(part.rows))];
  const blocks = [
    title,
    textTable([['', ...heads], rows]),
    ...first.numbers.map((_, k) =>
      numberBlock(
        heads,
        parts.map(({ numbers }) => numbers[k]!),
      ),
    ),
    ...first.classes.map((_, k) =>
      classBlock(
        heads,
        parts.map(({ classes }) => classes[k]!),
      ),
    ),
    ...parts.flatMap((part) => part.classes.flatMap((own) => classTables(part.name, own))),
    ...parts.flatMap(({ name, importance }) =>
      importance === null ? [] : [importanceBlock(name, importance)],
    ),
  ];
  return blocks.map((block) => (block.endsWith('\n') ? block : `${block}\n`)).join('\n');
}

/** One line: its label, and of each part the figure with where it lies with 95 % confidence. */
type FigureLine = readonly [
  label: string,
  ...cells: (readonly [figure: string, interval: Interval | null])[],
];

function numberBlock(heads: readonly string[], own: readonly NumberEvaluation[]): string {
  const lines = Object.entries(NUMBER_FIGURES).map(([label, figure]): FigureLine => [
    label,
    ...own.map((found) => [formatNumber(found[figure]), intervalOf(found, figure)] as const),
  ]);
  return figureTable([own[0]!.name, ...heads], lines);
}

function intervalOf({ intervals }: NumberEvaluation, figure: keyof NumberEvaluation): Interval | null {
  return figure === 'rmse' || figure === 'mae' || figure === 'r2' ? (intervals?.[figure] ?? null) : null;
}

function classBlock(heads: readonly string[], own: readonly ClassesEvaluation[]): string {
  return figureTable(
    [own[0]!.column, ...heads],
    [
      ['mistakes', ...own.map(({ mistakes }) => [formatCount(mistakes), null] as const)],
      ['accuracy', ...own.map((found) => [formatNumber(found.accuracy), found.accuracyInterval] as const)],
      ...Object.entries(CLASS_FIGURES).map(([label, figure]): FigureLine => [
        label,
        ...own.map((found) => [figureText(figure(found)), null] as const),
      ]),
    ],
  );
}

/** Intervals have a column of their own, where there are any. */
function figureTable(heads: readonly string[], lines: readonly FigureLine[]): string {
  const [name = '', ...parts] = heads;
  const hasIntervals = lines.some(([, ...cells]) => cells.some(([, interval]) => interval !== null));
  const withInterval = (cell: string, interval: string) => (hasIntervals ? [cell, interval] : [cell]);
  return textTable([
    [name, ...parts.flatMap((part) => withInterval(part, '95 %'))],
    ...lines.map(([label, ...cells]) => [
      label,
      ...cells.flatMap(([figure, interval]) => withInterval(figure, intervalText(interval))),
    ]),
  ]);
}

function intervalText(interval: Interval | null): string {
  return interval === null ? '' : `${formatNumber(interval.low)} to ${formatNumber(interval.high)}`;
}

function figureText(value: number | null): string {
  return value === null ? '–' : formatNumber(value);
}

/** The figures of each class, and the confusion matrix. */
function classTables(part: string, { column, classes, perClass, confusion }: ClassesEvaluation): string[] {
  const C = classes.length;
  if (C > CLASSES_SHOWN) {
    return [`${column}, ${part}: ${formatCount(C)} classes are too many for a terminal; --json says each.`];
  }
  const figures = textTable([
    [`${column}, ${part}`, 'precision', 'recall', 'F1', 'AUC', 'rows'],
    ...perClass.map((own) => [
      own.level,
      ...[own.precision, own.recall, own.f1, own.auc].map(figureText),
      formatCount(own.support),
    ]),
  ]);
  const matrix = textTable([
    ['true below, predicted →', ...classes],
    ...classes.map((level, c) => [
      level,
      ...Array.from(confusion.subarray(c * C, (c + 1) * C), (count) => formatCount(count)),
    ]),
  ]);
  return [figures, matrix];
}

/** The columns that matter most by the first figure first. */
function importanceBlock(part: string, { figures, columns, rows, of }: Importance): string {
  const sorted = columns.toSorted((a, b) => b.losses[0]!.mean - a.losses[0]!.mean);
  const sampled = rows === of ? '' : `, ${formatCount(rows)} of ${formatCount(of)} rows`;
  return textTable([
    [
      `what is lost without it, ${part}${sampled}`,
      ...figures.map(({ name, of: what }) => `${name} ${what ?? ''}`.trim()),
    ],
    ...sorted.map(({ column, losses }) => [
      column,
      ...losses.map(({ mean, std }) => `${formatNumber(mean)} ± ${formatNumber(std)}`),
    ]),
  ]);
}
