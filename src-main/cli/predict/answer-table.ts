import { formatOfTraining } from '@shared/export/model-columns.ts';
import { finish } from '@shared/evaluation/work.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import type { TableFormatType } from '@shared/model/table-source.ts';
import { withTableInPieces } from '../../tables/read-table-file.ts';
import type { ReadOptions } from '../../tables/table-file.ts';
import type { TableInPieces } from '../../tables/table-pieces.ts';
import { answererFor } from '../../trainer/answering.ts';
import { formatAsTrained, isReadAsWell, refuseInput } from '../input-table.ts';
import { type AnswerFormat, answerText } from './answer-text.ts';
import { createPieceReader } from './read-piece.ts';
import type { UnknownCells } from './unknown-cells.ts';

/** Values that are answered together, and whose texts are held; at most so many rows. */
const VALUES_AT_ONCE = 2 ** 16;
const MOST_ROWS = 4_096;

export interface AnswerOptions extends ReadOptions {
  /** How the table is written, where it is not to be found out. */
  readonly form?: TableFormatType | undefined;
  readonly format: AnswerFormat;
  /** Told after every piece. */
  readonly onAnswered?: (rows: number, of: number) => void;
  /** Gets the cells that are filled though something stands there. */
  readonly unknown?: UnknownCells;
}

/**
 * Answers every row of a table, which need not fit into memory, and hands the text of the answers on piece by piece. Throws
 * TABLE_INVALID with row and column at the first cell that the model cannot take, before anything of its piece is handed on.
 */
export async function answerTable(
  model: ModelFile,
  path: string,
  options: AnswerOptions,
  write: (pieces: AsyncIterable<Buffer>) => Promise<void>,
): Promise<number> {
  return withTableInPieces(path, options, async (found, reread) => {
    const other = formatAsTrained(found.format, formatOfTraining(model));
    const reading = other === null ? found : await reread(other);
    const table = isReadAsWell(model.inputs, found.columns, reading.columns) ? reading : found;
    refuseRepaired(path, table);
    await write(inLargePieces(answers(model, path, table, options)));
    return table.rows;
  });
}

async function* answers(
  model: ModelFile,
  path: string,
  table: TableInPieces,
  { format, onAnswered, unknown }: AnswerOptions,
): AsyncGenerator<string> {
  const readPiece = createPieceReader(path, model.inputs, unknown);
  const text = answerText(model.outputs, format);
  const outputs = model.outputs.map((_, t) => t);
  const rowsAtOnce = Math.max(1, Math.min(MOST_ROWS, Math.floor(VALUES_AT_ONCE / outputs.length)));
  const answerer = answererFor(model, table.rows);
  try {
    let answered = 0;
    for await (const piece of table.pieces()) {
      const columns = readPiece(piece, answered);
      for (let first = 0; first < piece.rows; first += rowsAtOnce) {
        const rows = Math.min(rowsAtOnce, piece.rows - first);
        const value = (input: number, row: number): number => columns[input]![first + row]!;
        const values = finish(answerer.answer({ rows, value }));
        const lines = Array.from({ length: rows }, (_, row) =>
          text.row(outputs.map((t) => values[t * rows + row]!)),
        );
        yield (answered + first === 0 ? text.begin : text.between) + lines.join(text.between);
      }
      answered += piece.rows;
      onAnswered?.(answered, table.rows);
    }
  } finally {
    answerer.close();
  }
  yield text.end;
}

/** Characters that are written at once: a call of the system for every few rows would cost more than they do. */
const WRITTEN_AT_ONCE = 2 ** 18;

async function* inLargePieces(texts: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let waiting = '';
  for await (const text of texts) {
    waiting += text;
    if (waiting.length < WRITTEN_AT_ONCE) continue;
    yield Buffer.from(waiting);
    waiting = '';
  }
  yield Buffer.from(waiting);
}

/** Where nothing follows an empty row, no answer can stand in the wrong line. */
function refuseRepaired(path: string, { remarks, rows: count }: TableInPieces): void {
  const repaired = remarks.find(
    ({ kind, rows }) =>
      kind === 'ragged-rows' || (kind === 'empty-rows' && rows.some((row) => row < count - 1)),
  );
  if (repaired === undefined) return;
  refuseInput(
    path,
    `${repaired.message} Correct the file, so that every answer stands in the line of its row.`,
  );
}
