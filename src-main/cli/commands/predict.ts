import { AppError } from '@shared/core/errors.ts';
import { quote } from '@shared/core/text.ts';
import type { TableFormatType } from '@shared/model/table-source.ts';
import { once } from 'node:events';
import { extname } from 'node:path';
import { loadModel } from '../../service/operations.ts';
import { ORDINARY_MODE, writeFileAtomic } from '../../storage/atomic-file.ts';
import { readArguments } from '../arguments.ts';
import { PREDICT } from '../manuals/predict.ts';
import { refuseExisting } from '../output-file.ts';
import { answerTable } from '../predict/answer-table.ts';
import { ANSWER_FORMATS, type AnswerFormat } from '../predict/answer-text.ts';
import { INPUT_FORMS } from '../predict/input-forms.ts';
import { RowsLine } from '../predict/rows-line.ts';
import { withStandardInput } from '../predict/standard-input.ts';
import { UnknownCells } from '../predict/unknown-cells.ts';
import { modelFileAt } from '../run-or-model.ts';
import { untilSignal } from '../stop-signals.ts';

/** Standard input, or standard output. */
const PIPE = '-';
const STOPPED = 130;

/** `ninestep predict RUN|MODEL.json [DATA] [--out FILE] [--format F] [--input F] [--force] [--quiet]` */
export async function predict(args: string[]): Promise<number> {
  const { operands, options } = readArguments(args, ['RUN|MODEL.json', '[DATA]'], PREDICT.options);
  const [modelPath = '', dataPath = PIPE] = operands;
  const out = options.out === PIPE ? undefined : options.out;
  const format = formatNamed(options.format, out);
  const form = formNamed(options.input);
  if (out !== undefined) await refuseExisting(out, options.force === true);
  const model = await loadModel(await modelFileAt(modelPath));
  const line = new RowsLine(options.quiet === true);
  const unknown = new UnknownCells();
  const cancel = new AbortController();
  const { signal } = cancel;
  const answer = (path: string): Promise<number> =>
    answerTable(
      model,
      path,
      {
        form,
        format,
        signal,
        unknown,
        onProgress: (progress) => line.read(progress),
        onAnswered: (rows, of) => line.answered(rows, of),
      },
      (pieces) =>
        out === undefined ? writeToStandardOutput(pieces) : writeFileAtomic(out, pieces, ORDINARY_MODE),
    );
  try {
    await untilSignal(
      () => cancel.abort(),
      () => (dataPath === PIPE ? withStandardInput(signal, answer) : answer(dataPath)),
    );
    line.end();
    for (const text of unknown.lines()) process.stderr.write(`ninestep: ${text}\n`);
    return 0;
  } catch (error) {
    if (error instanceof AppError && error.code === 'CANCELLED') return STOPPED;
    throw error;
  } finally {
    line.end();
  }
}

async function writeToStandardOutput(pieces: AsyncIterable<Buffer>): Promise<void> {
  for await (const piece of pieces) {
    if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
  }
}

/** As asked for, or as the name of the file says; CSV where neither tells. Throws USAGE. */
function formatNamed(name: string | undefined, out: string | undefined): AnswerFormat {
  const ending = extname(out ?? '').toLowerCase();
  if (name === undefined && NOT_WRITTEN.has(ending))
    throw new AppError(
      'USAGE',
      `Answers are not written as ${ending}. Name a file that ends in .csv, .json or .jsonl, or say --format.`,
    );
  if (name === undefined) return FORMAT_OF_ENDING[ending] ?? 'csv';
  const found = ANSWER_FORMATS.find((format) => format === name);
  if (found !== undefined) return found;
  throw new AppError('USAGE', `--format does not know ${quote(name)}. Known: ${ANSWER_FORMATS.join(', ')}.`);
}

/** What tables are read from, but never written as: text under such a name would open nowhere. */
const NOT_WRITTEN: ReadonlySet<string> = new Set(['.xlsx', '.parquet']);

const FORMAT_OF_ENDING: Readonly<Record<string, AnswerFormat>> = {
  '.json': 'json',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
};

function formNamed(name: string | undefined): TableFormatType | undefined {
  if (name === undefined) return undefined;
  const found = INPUT_FORMS.get(name);
  if (found !== undefined) return found;
  throw new AppError(
    'USAGE',
    `--input does not know ${quote(name)}. Known: ${[...INPUT_FORMS.keys()].join(', ')}.`,
  );
}
