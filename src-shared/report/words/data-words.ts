import type { ColumnType, ScalingKind } from '../../model/column-catalog.ts';
import { PARTS } from '../../model/data-catalog.ts';
import { tableColumns } from '../../model/features.ts';
import type { ModelInput, ModelTraining } from '../../model/model-file.ts';
import { BUNDLED_TABLES, TOY_SETS } from '../../model/table-source.ts';
import { countOf, listText } from '../figure-text.ts';
import { PART_LABELS } from '../part-labels.ts';
import { type ReportSubject, readTable } from '../report-subject.ts';

/** Where the rows came from, how they were split and what was done to them, in sentences. */
export function dataSentences(subject: ReportSubject, training: ModelTraining): string[] {
  return [
    `${sourceText(training)} ${droppedText(subject)}`.trim(),
    splitText(training),
    ...preparationSentences(subject, training),
  ];
}

function sourceText({ experiment, dataHash }: ModelTraining): string {
  const { source } = experiment.data;
  const hash = `SHA-256 of its values ${dataHash.replace('sha256:', '').slice(0, 16)}…`;
  switch (source.kind) {
    case 'formula': {
      const targets = Object.entries(source.targets).map(([name, formula]) => `${name} = ${formula}`);
      const inputs = Object.entries(source.inputs).map(
        ([name, [low, high]]) => `${name} from ${String(low)} to ${String(high)}`,
      );
      const noise =
        source.noise === 0 ? '' : `, with normal noise of deviation ${String(source.noise)} added to them`;
      return (
        `The data were ${countOf(source.rows, 'row')} drawn at random with seed ${String(source.seed)}: ${listText(inputs)}, uniform; ` +
        `the targets are ${listText(targets)}${noise} (${hash}).`
      );
    }
    case 'file':
      return `The data were the table “${fileName(source.path)}” of ${countOf(source.rows, 'row')} (${hash}).`;
    case 'bundled':
      return `The data were the bundled table “${BUNDLED_TABLES[source.id].label}” of ${countOf(source.rows, 'row')} (${hash}).`;
    case 'toy':
      return (
        `The data were ${countOf(source.rows, 'row')} of the toy set “${TOY_SETS[source.id]}”, drawn with seed ${String(source.seed)} ` +
        `and noise ${String(source.noise)} (${hash}).`
      );
  }
}

/** A report is given away: where the table lies on this computer is nobody's business. */
export function fileName(path: string): string {
  return path.replace(/^.*[\\/]/, '');
}

function droppedText(subject: ReportSubject): string {
  const dropped = readTable(subject)?.dropped ?? 0;
  if (dropped === 0) return '';
  return `${countOf(dropped, 'row')} of the table ${dropped === 1 ? 'was' : 'were'} left out, since a value that is needed is missing.`;
}

const ORDERS = {
  'as-is': 'in the order of the table',
  shuffled: 'after shuffling',
  stratified: 'stratified by the target',
  grouped: 'by group, so that no group is in two parts',
  column: 'as a column of the table says',
} as const;

function splitText({ experiment, rows }: ModelTraining): string {
  const { order, seed, crossValidation } = experiment.data.split;
  const used = PARTS.filter((part) => rows[part] > 0);
  const parts = used.map((part) => `${countOf(rows[part], 'row')} for ${PART_LABELS[part].toLowerCase()}`);
  const isDrawn = order !== 'as-is' && order !== 'column';
  const split =
    used.length === 1
      ? `All ${countOf(rows.train, 'row')} were used for training; none were held out.`
      : `They were split ${ORDERS[order]}${isDrawn ? ` (seed ${String(seed)})` : ''} into ${listText(parts)}.`;
  if (crossValidation === undefined || crossValidation.fold === 0) return split;
  return `${split} This is fold ${String(crossValidation.fold)} of a ${String(crossValidation.folds)}-fold cross-validation.`;
}

const SCALED: Readonly<Record<ScalingKind, string>> = {
  standard: 'standardised to mean 0 and deviation 1',
  'min-max': 'scaled to the range from 0 to 1',
  robust: 'centred at the median and divided by the distance of the quartiles',
  log: 'transformed by sign(x) · ln(1 + |x|) and standardised',
  none: 'taken as they are',
};

/** What was done to the columns, those that had the same done to them together. */
function preparationSentences(subject: ReportSubject, { experiment }: ModelTraining): string[] {
  const { inputs, outputs } = subject.model;
  const ways = new Map<string, string[]>();
  const note = (way: string, name: string): void => {
    ways.set(way, [...(ways.get(way) ?? []), name]);
  };
  for (const input of inputs) note(wayOf(input), input.name);
  const [only = ''] = ways.keys();
  const told = [...ways].map(
    ([way, names]) => `${listText(names)} ${names.length === 1 ? 'was' : 'were'} ${way}`,
  );
  const targets = new Set(
    outputs.filter((output) => output.class === undefined).map(({ transform }) => SCALED[transform.kind]),
  );
  return [
    ways.size === 1 ? `All inputs were ${only}.` : `Of the inputs, ${told.join('; ')}.`,
    ...missingSentences(subject, experiment),
    ...(targets.size === 0
      ? []
      : [
          `Targets that are numbers were ${[...targets].join(' or ')}; all answers and errors are told in their original units.`,
        ]),
    'Everything that preparation needs to know was taken from the training rows alone.',
  ];
}

function wayOf(input: ModelInput): string {
  if (!('levels' in input))
    return input.type === 'date'
      ? `turned into days, ${SCALED[input.transform.kind]}`
      : SCALED[input.transform.kind];
  return input.encoding === 'one-hot'
    ? 'one-hot encoded'
    : `replaced by the place of the level, ${SCALED[input.transform.kind]}`;
}

const FILLS: Readonly<Record<string, string>> = {
  mean: 'the mean',
  median: 'the median',
  'most-frequent': 'the most frequent value',
  constant: 'a constant',
  'no-level': 'no level at all',
};

/** Of columns that lack values, as far as that is known. */
function missingSentences(subject: ReportSubject, experiment: ModelTraining['experiment']): string[] {
  const complete = new Set(
    readTable(subject)?.columns.flatMap(({ name, missing }) => (missing === 0 ? [name] : [])),
  );
  const rules = new Map(tableColumns(experiment.data).map((column) => [column.name, ruleOf(column)]));
  const ways = new Map<string, string[]>();
  for (const { name, missing } of subject.model.inputs) {
    const fill = missing === undefined ? undefined : FILLS[rules.get(name) ?? ''];
    if (fill === undefined || complete.has(name)) continue;
    const way = missing?.indicator === true ? `${fill}, and marked by an input of its own` : fill;
    ways.set(way, [...(ways.get(way) ?? []), name]);
  }
  const told = [...ways].map(([way, names]) => `by ${way} (${listText(names)})`);
  return told.length === 0 ? [] : [`Missing values were filled ${told.join('; ')}.`];
}

function ruleOf(column: { type: ColumnType; missing?: string }): string {
  return column.missing ?? '';
}
