import { predictedClasses } from '../../export/predicted-classes.ts';
import type { ModelOutput } from '../../model/model-file.ts';
import type { Cell, DataTable } from '../data-table.ts';
import type { ReportedPart } from '../report-subject.ts';

/** Every answer on the rows of the parts that may be seen, beside what is true; the first row of the table is row 1. */
export function predictionsTable(outputs: readonly ModelOutput[], parts: readonly ReportedPart[]): DataTable {
  const columns = [
    ...new Set(outputs.flatMap(({ class: ofClass }) => (ofClass === undefined ? [] : [ofClass.column]))),
  ];
  return {
    id: 'predictions',
    title: 'Answers beside what is true',
    columns: [
      'Row',
      'Part',
      ...outputs.flatMap(({ name }) => [`${name}: truth`, `${name}: answer`]),
      ...columns.flatMap((name) => [`${name}: true class`, `${name}: predicted class`]),
    ],
    rows: parts.flatMap((part) => partRows(outputs, part)),
  };
}

function partRows(outputs: readonly ModelOutput[], { part, answered }: ReportedPart): Cell[][] {
  const { rows, truth, answers } = answered;
  const N = rows.length;
  const at = (values: Float64Array, n: number): number[] => outputs.map((_, t) => values[t * N + n]!);
  return Array.from(rows, (row, n): Cell[] => {
    const [isTrue, isAnswer] = [at(truth, n), at(answers, n)];
    const [trueClasses, found] = [predictedClasses(outputs, isTrue), predictedClasses(outputs, isAnswer)];
    return [
      row + 1,
      part,
      ...isTrue.flatMap((value, t): Cell[] => [value, isAnswer[t]!]),
      ...found.flatMap(({ level }, c): Cell[] => [trueClasses[c]!.level, level]),
    ];
  });
}
