import type { DataTable } from '../data-table.ts';
import { PART_LABELS } from '../part-labels.ts';
import type { ReportedPart } from '../report-subject.ts';

/** Each class against all others, on one part. `place`: of the column among those of classes. */
export function classesTable({ part, classes }: ReportedPart, place: number): DataTable {
  const own = classes[place]!;
  return {
    id: idOf('classes', part, place),
    title: `Classes of ${own.column} on the ${PART_LABELS[part].toLowerCase()} rows`,
    columns: ['Class', 'Rows', 'Taken for it', 'Precision', 'Recall', 'F1', 'ROC AUC', 'Average precision'],
    rows: own.perClass.map(({ level, support, predicted, precision, recall, f1, auc, averagePrecision }) => [
      level,
      support,
      predicted,
      precision,
      recall,
      f1,
      auc,
      averagePrecision,
    ]),
  };
}

/** Rows are true classes, columns what they were taken for. */
export function confusionTable({ part, classes }: ReportedPart, place: number): DataTable {
  const own = classes[place]!;
  const C = own.classes.length;
  return {
    id: idOf('confusion', part, place),
    title: `Confusion matrix of ${own.column} on the ${PART_LABELS[part].toLowerCase()} rows: rows of a line are of its class`,
    columns: ['True class', ...own.classes],
    rows: own.classes.map((level, c) => [level, ...own.confusion.subarray(c * C, (c + 1) * C)]),
  };
}

/** Pairs that are told. */
const MOST_PAIRS = 10;

/** Which classes are taken for which others, the most frequent first; of two classes the matrix says it all. */
export function mistakesTable({ part, classes }: ReportedPart, place: number): DataTable | null {
  const { column, classes: levels, confusion, perClass } = classes[place]!;
  const C = levels.length;
  const pairs = Array.from(confusion, (count, at) => ({
    truth: Math.floor(at / C),
    predicted: at % C,
    count,
  }))
    .filter(({ truth, predicted, count }) => truth !== predicted && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST_PAIRS);
  if (C < 3 || pairs.length === 0) return null;
  return {
    id: idOf('mistakes', part, place),
    title: `Most frequent mistakes about ${column} on the ${PART_LABELS[part].toLowerCase()} rows`,
    columns: ['True class', 'Taken for', 'Rows', 'Share of the class'],
    rows: pairs.map(({ truth, predicted, count }) => [
      levels[truth]!,
      levels[predicted]!,
      count,
      count / perClass[truth]!.support,
    ]),
  };
}

/** Columns of classes after the first are told apart by their place: a name may hold what no file may be called. */
function idOf(kind: string, part: string, place: number): string {
  return `${kind}-${part}${place === 0 ? '' : `-${String(place + 1)}`}`;
}
