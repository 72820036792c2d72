import type { Manual } from '../manual.ts';
import { ANSWER_FORMATS } from '../predict/answer-text.ts';
import { INPUT_FORMS } from '../predict/input-forms.ts';
import { FORCE, QUIET } from './common-options.ts';

export const PREDICT = {
  group: 'Use a model',
  summary: 'Answers every row of a table',
  usages: [
    {
      line: 'ninestep predict RUN|MODEL.json [DATA] [--out FILE] [--format F] [--input F] [--force] [--quiet]',
      text: 'Raw inputs to raw outputs: the answers for each row of DATA, in its order. A run’s folder RUN stands for its model. The header of DATA must name the inputs; their order does not matter, and other columns are not looked at. DATA may be text with separators, JSON, JSON lines, Parquet or Excel; where it is - or left out, the table comes from standard input. Text, JSON lines and Parquet may be larger than memory. A row that the model cannot take is refused with its row and column, and FILE is not written.',
    },
  ],
  options: {
    out: {
      type: 'string',
      value: 'FILE',
      help: 'Writes there instead of to standard output, when all rows are answered.',
    },
    format: {
      type: 'string',
      value: 'F',
      values: ANSWER_FORMATS,
      help: 'How answers are written: csv, json (a list of records) or jsonl (a record a line). Else as the name of FILE ends, and csv.',
    },
    input: {
      type: 'string',
      value: 'F',
      values: [...INPUT_FORMS.keys()],
      help: 'How DATA is written. Else it is found out from how it begins and what it is called.',
    },
    force: FORCE,
    quiet: QUIET,
  },
  examples: [
    {
      says: 'Answers into a file',
      line: 'ninestep predict iris-run/model.json flowers.csv --out answers.csv',
    },
    {
      says: 'From a pipe into a pipe, a record of JSON a line',
      line: 'cat flowers.csv | ninestep predict iris-run/model.json --format jsonl | head -n 4',
    },
  ],
} as const satisfies Manual;
