import { createPredictor } from '../../export/predictor.ts';
import { predictedClasses } from '../../export/predicted-classes.ts';
import { formatNumber } from '../../core/text.ts';
import type { ModelFile } from '../../model/model-file.ts';
import { type Cell, type DataTable, tableMarkup } from '../data-table.ts';
import { countOf } from '../figure-text.ts';
import { plain } from '../markup.ts';
import type { ReportSubject } from '../report-subject.ts';
import { caseName, inputsText } from '../tables/cases-tables.ts';
import type { Section } from './section.ts';

/** Inputs and outputs of a case that a page has room for. */
const SHOWN = { inputs: 8, outputs: 6, cases: 8 };

/** Questions with known answers, and what any copy of the model must answer. */
export function casesSection({ model }: ReportSubject): Section {
  return {
    id: 'cases',
    title: 'Cases',
    content: [
      ...(model.testCases.length === 0 ? [] : [tableMarkup(questions(model))]),
      tableMarkup(goldenCases(model)),
      plain(
        'p',
        `This file holds ${countOf(model.goldenCases.length, 'golden case')} as data, with all of their digits. They were run when it was made.`,
      ),
    ],
  };
}

function questions(model: ModelFile): DataTable {
  const predict = createPredictor(model);
  return {
    id: 'questions',
    title: 'Test cases: the model’s answers beside what is true',
    columns: ['Case', 'Inputs', 'Answer', 'Truth'],
    rows: model.testCases.map(({ inputs, expected }, k): Cell[] => [
      caseName(model, k),
      inputsText(model, inputs, SHOWN.inputs),
      answersText(model, predict(inputs)),
      expected === null ? null : answersText(model, expected),
    ]),
  };
}

function goldenCases(model: ModelFile): DataTable {
  return {
    id: 'golden',
    title: 'Golden cases: raw inputs, and what any copy of this model must answer',
    columns: ['Case', 'Inputs', 'Answer'],
    rows: model.goldenCases
      .slice(0, SHOWN.cases)
      .map(({ inputs, outputs }, k) => [
        String(k + 1),
        inputsText(model, inputs, SHOWN.inputs),
        answersText(model, outputs),
      ]),
  };
}

/** "sum = 100, difference = −40"; of classes those that were found, with their probabilities. */
function answersText(model: ModelFile, values: readonly number[]): string {
  const { outputs } = model;
  const classes = predictedClasses(outputs, values).map(
    ({ column, level }) => `${column}: ${level} (${formatNumber(shareOf(model, values, column, level))})`,
  );
  const numbers = outputs.flatMap(({ name, class: ofClass }, t) =>
    ofClass === undefined ? [`${name} = ${formatNumber(values[t]!)}`] : [],
  );
  const told = [...classes, ...numbers];
  const rest = told.length - SHOWN.outputs;
  return [...told.slice(0, SHOWN.outputs), ...(rest > 0 ? [`and ${String(rest)} more`] : [])].join(', ');
}

/** What the model gives a class. */
function shareOf({ outputs }: ModelFile, values: readonly number[], column: string, level: string): number {
  const t = outputs.findIndex(
    (own) => own.class?.column === column && (own.class.level === level || own.class.otherwise === level),
  );
  return outputs[t]?.class?.level === level ? values[t]! : 1 - values[t]!;
}
