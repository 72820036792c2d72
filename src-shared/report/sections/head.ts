import { formatNumber } from '../../core/text.ts';
import { RUN_STATUSES } from '../../model/run.ts';
import { TASKS } from '../../model/task.ts';
import { figureText } from '../figure-text.ts';
import type { Figures } from '../figures.ts';
import { element, type Markup, plain } from '../markup.ts';
import { PART_LABELS } from '../part-labels.ts';
import type { ReportSubject } from '../report-subject.ts';
import { taskText } from '../words/results-words.ts';
import { definitions } from './section.ts';

/** What the model is called: as a person named its run, else as the experiment is. */
export function titleOf({ model, run }: ReportSubject): string {
  return run?.marks.name ?? run?.record.name ?? model.name;
}

/** What a report begins with: the title, what the model is, and the figures that count. */
export function headMarkup(subject: ReportSubject, figures: Figures): Markup {
  const { model, run } = subject;
  const record = run?.record ?? null;
  return plain(
    'header',
    element('p', { class: 'kicker' }, 'Ninestep · report of a trained model'),
    plain('h1', titleOf(subject)),
    element('p', { class: 'lead' }, `Predicts ${taskText(subject)}.`),
    definitions([
      ['Kind of answer', TASKS[model.task]],
      ['Run', record?.id ?? null],
      ['Trained', record === null ? null : dayText(record.createdAt)],
      ['State', record === null ? null : stateText(record.status, record.reason)],
      ['Tags', run === null || run.marks.tags.length === 0 ? null : run.marks.tags.join(', ')],
      ['Note', run?.marks.note ?? null],
    ]),
    element('ul', { class: 'tiles' }, ...tiles(subject, figures)),
  );
}

/** "2026-11-23 07:25 UTC" */
function dayText(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

function stateText(status: keyof typeof RUN_STATUSES, reason: string | null): string {
  return reason === null ? RUN_STATUSES[status] : `${RUN_STATUSES[status]}: ${reason}`;
}

/** What a person wants to know first, in this order. */
const FIRST = [
  'Accuracy',
  'Balanced accuracy',
  'F1, mean of the classes',
  'F1',
  'R²',
  'RMSE',
  'Mean absolute error',
];
const MOST_TILES = 3;

function tiles({ model }: ReportSubject, { parts, rows, isOfOne }: Figures): Markup[] {
  const part = parts.at(-1);
  const named = FIRST.flatMap((label) =>
    rows.filter((row) => row.label === label || (row.of === null && row.label.startsWith(`${label} of `))),
  );
  const told = part === undefined ? [] : named.slice(0, MOST_TILES);
  return [
    ...told.flatMap(({ of, label, figures }) => {
      const value = figures[part!]?.value;
      if (value === undefined) return [];
      const what = of === null || isOfOne ? label : `${label} of ${of}`;
      return [tile(formatNumber(value), `${what}, ${PART_LABELS[part!].toLowerCase()} rows`)];
    }),
    tile(figureText(model.parameters), 'parameters'),
    ...(model.training === null
      ? []
      : [
          tile(figureText(model.training.rows.train), 'training rows'),
          tile(figureText(model.training.epoch), 'epoch whose weights these are'),
        ]),
  ];
}

function tile(value: string, what: string): Markup {
  return plain('li', plain('b', value), plain('span', what));
}
