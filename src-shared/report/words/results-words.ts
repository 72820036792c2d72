import { formatNumber } from '../../core/text.ts';
import type { Part } from '../../model/data-catalog.ts';
import { countOf, listText } from '../figure-text.ts';
import type { Figure, FigureRow, Figures } from '../figures.ts';
import { PART_LABELS } from '../part-labels.ts';
import type { Bibliography } from '../references/bibliography.ts';
import type { ReportSubject } from '../report-subject.ts';

/** What a paper tells first. */
const TOLD = new Set([
  'RMSE',
  'R²',
  'Mean absolute error',
  'Accuracy',
  'Balanced accuracy',
  'F1',
  'F1, mean of the classes',
]);
/** Outputs of which a text tells each figure. */
const OUTPUTS_TOLD = 4;

/** How good the model is, in sentences: on the part that says most, and what became of the test rows. */
export function resultSentences(
  subject: ReportSubject,
  { parts, rows, isOfOne }: Figures,
  bibliography: Bibliography,
): string[] {
  const part = parts.at(-1);
  if (part === undefined) return ['Nothing was measured on it.'];
  const told = rows.filter(
    ({ label, of }) => TOLD.has(label) || (of === null && /^(RMSE|R²) of /.test(label)),
  );
  const shown = told.slice(0, OUTPUTS_TOLD * 3);
  const intervals = shown.some(({ figures }) => (figures[part]?.interval ?? null) !== null);
  const text = shown.flatMap((row) => rowText(row, part, isOfOne));
  return [
    ...(text.length === 0
      ? []
      : [
          `On the ${PART_LABELS[part].toLowerCase()} rows: ${text.join('; ')}${told.length > shown.length ? '; the others stand in the table' : ''}.`,
        ]),
    ...(intervals ? [intervalSentence(subject, bibliography)] : []),
    ...resultNotes(subject),
  ];
}

/** "RMSE of sum 0.12 [0.11, 0.13]"; where all figures are of one column it need not be named. */
function rowText({ of, label, figures }: FigureRow, part: Part, isOfOne: boolean): string[] {
  const figure = figures[part] ?? null;
  if (figure === null) return [];
  const name = /^[A-Z][a-z]/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
  return [`${name}${of === null || isOfOne ? '' : ` of ${of}`} ${figureWithInterval(figure)}`];
}

/** "0.9778 [0.884, 0.996]" */
export function figureWithInterval({ value, interval }: Figure): string {
  const own = formatNumber(value);
  return interval === null ? own : `${own} [${formatNumber(interval.low)}, ${formatNumber(interval.high)}]`;
}

function intervalSentence({ model }: ReportSubject, bibliography: Bibliography): string {
  const hasNumbers = model.outputs.some((output) => output.class === undefined);
  const ways = hasNumbers
    ? `from 1,000 bootstrap samples of the rows ${bibliography.cite('efron1979')}`
    : `by Wilson’s method ${bibliography.cite('wilson1927')}`;
  return `Brackets hold 95 % intervals, ${ways}.`;
}

/** What became of the test rows. */
export function resultNotes({ model, run }: ReportSubject): string[] {
  const rows = model.training?.rows.test ?? 0;
  if (rows === 0) return [];
  const isTold = model.metrics.test !== null;
  if (run === null) {
    return isTold
      ? ['How often the results on test rows were looked at is not known of a model file alone.']
      : [];
  }
  if (!isTold) {
    return [
      `The results on the ${countOf(rows, 'test row')} are sealed: nobody has looked at them, and they are not told here.`,
    ];
  }
  const times = run.testOpenings === 1 ? 'once' : countOf(run.testOpenings, 'time');
  return [`The results on test rows were opened ${times} before this report was written.`];
}

/** "sum from a and b": what is answered from what. */
export function taskText({ model }: ReportSubject): string {
  const targets = [...new Set(model.outputs.map(({ name, class: ofClass }) => ofClass?.column ?? name))];
  return `${listText(targets)} from ${listText(model.inputs.map(({ name }) => name))}`;
}
