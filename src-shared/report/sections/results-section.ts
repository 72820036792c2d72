import { confusionPicture } from '../charts/confusion-picture.ts';
import { scatterChart } from '../charts/scatter-chart.ts';
import { formatNumber } from '../../core/text.ts';
import { type DataTable, tableMarkup } from '../data-table.ts';
import { countOf } from '../figure-text.ts';
import type { Figures } from '../figures.ts';
import { element, type Markup, plain } from '../markup.ts';
import { PART_LABELS } from '../part-labels.ts';
import { type ReportedPart, type ReportSubject, readTable } from '../report-subject.ts';
import { classesTable, mistakesTable } from '../tables/classes-table.ts';
import { figureWithInterval, resultNotes } from '../words/results-words.ts';
import { figure, type Section } from './section.ts';

/** How good the model is on the parts that may be seen. */
export function resultsSection(subject: ReportSubject, figures: Figures): Section {
  const parts = readTable(subject)?.parts ?? [];
  const shown = parts.at(-1);
  return {
    id: 'results',
    title: 'Results',
    content: [
      ...resultNotes(subject).map((text) => plain('p', text)),
      figures.parts.length === 0
        ? plain('p', 'Nothing was measured on this model.')
        : tableMarkup(figuresTable(figures)),
      ...(shown === undefined ? [] : pictures(shown)),
    ],
  };
}

/** As a reader wants it: a figure and its interval in one cell. */
function figuresTable({ parts, rows, isOfOne }: Figures): DataTable {
  const hasIntervals = rows.some(({ figures }) =>
    Object.values(figures).some((own) => (own?.interval ?? null) !== null),
  );
  return {
    id: 'figures',
    title: `Figures, errors in raw units${hasIntervals ? ', with 95 % intervals in brackets' : ''}`,
    columns: ['Figure', ...parts.map((part) => PART_LABELS[part])],
    rows: rows.map(({ of, label, figures }) => [
      of === null || isOfOne ? label : `${label} · ${of}`,
      ...parts.map((part) => {
        const own = figures[part] ?? null;
        return own === null ? null : figureWithInterval(own);
      }),
    ]),
  };
}

/** More scatter charts are not looked at. */
const MOST_OUTPUTS = 8;

function pictures(part: ReportedPart): Markup[] {
  const rows = `${countOf(part.rows, 'row')} of the ${PART_LABELS[part.part].toLowerCase()} part`;
  const charts = part.numbers
    .slice(0, MOST_OUTPUTS)
    .map(({ name, truth, answers, rmse }) =>
      figure(
        scatterChart(`Answers for ${name} against what is true`, name, truth, answers),
        `${name}: ${rows}, RMSE ${formatNumber(rmse)}. On the dashed line answers are right.`,
      ),
    );
  const left = part.numbers.length - charts.length;
  return [
    ...(charts.length === 0 ? [] : [element('div', { class: 'charts' }, ...charts)]),
    ...(left > 0 ? [plain('p', `The other ${countOf(left, 'output')} are in the table of figures.`)] : []),
    ...part.classes.flatMap((own, place) => {
      const mistakes = mistakesTable(part, place);
      return [
        figure(
          confusionPicture(own, `Confusion matrix of ${own.column}`),
          `Confusion matrix of ${own.column}, ${rows}: a line for each true class, darker where a larger share of it was taken for the class above. ` +
            `${countOf(own.mistakes, 'mistake')}.`,
        ),
        ...(mistakes === null ? [] : [tableMarkup(mistakes)]),
        tableMarkup(classesTable(part, place)),
      ];
    }),
  ];
}
