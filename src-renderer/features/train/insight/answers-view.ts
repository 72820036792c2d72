import type { NetworkFrame } from '@shared/ipc/insight-contract.ts';
import type { DrawnOutput } from '@shared/model/insight.ts';
import { classGroups } from './class-groups.ts';

export type AnswersOfPart = NonNullable<NetworkFrame['answers']>[number];
type PartName = AnswersOfPart['part'];

/** What of the answers is held against what is true: a number, or how probable the true class was to the network. */
export type AnswersMode =
  | { readonly kind: 'number'; readonly output: number; readonly low: number; readonly high: number }
  | { readonly kind: 'class'; readonly outputs: readonly number[] };

/** The classes of each question together, else the numbers one by one; by an id. `isOneOf` as for `classGroups`. */
export function answersModes(
  outputs: readonly DrawnOutput[],
  isOneOf: boolean,
): { id: string; label: string; mode: AnswersMode }[] {
  const classes = classGroups(outputs, isOneOf).map(({ id, label, outputs: places }) => ({
    id: `class ${id}`,
    label,
    mode: { kind: 'class' as const, outputs: places },
  }));
  const numbers = outputs.flatMap((output, k) => {
    if (output.class !== null || isOneOf) return [];
    const mode: AnswersMode = { kind: 'number', output: k, ...paddedRange(output) };
    return [{ id: `output ${String(k)}`, label: output.name, mode }];
  });
  return [...classes, ...numbers];
}

/** A little beyond the training rows, so that answers have room while the axes stand still. */
const BEYOND = 0.15;

function paddedRange({ min, max }: Pick<DrawnOutput, 'min' | 'max'>): { low: number; high: number } {
  const room = max > min ? (max - min) * BEYOND : Math.max(1, Math.abs(min) * BEYOND);
  return { low: min - room, high: max + room };
}

/** A row with what is true and what the network says. */
export interface AnsweredRow {
  readonly part: PartName;
  /** Of the table, 0 first. */
  readonly row: number;
  /** A number in raw units; of classes 1. */
  readonly truth: number;
  /** A number in raw units, or the probability that the network gives to the class that is true. */
  readonly answer: number;
}

/** The rows that were looked at, in the order of the table. */
export function answeredRows(
  parts: readonly AnswersOfPart[],
  mode: AnswersMode,
  outputs: number,
): AnsweredRow[] {
  return parts.flatMap(({ part, rows, answers, truth }) =>
    rows.map((row, n) => {
      const from = n * outputs;
      if (mode.kind === 'number') {
        return { part, row, truth: truth[from + mode.output]!, answer: answers[from + mode.output]! };
      }
      return { part, row, truth: 1, answer: probabilityOfTruth(answers, truth, from, mode.outputs) };
    }),
  );
}

/** One answer alone is the probability of "yes"; else each class has its own. */
function probabilityOfTruth(
  answers: ArrayLike<number>,
  truth: ArrayLike<number>,
  from: number,
  outputs: readonly number[],
): number {
  const own = outputs.find((k) => truth[from + k] === 1);
  if (own !== undefined) return answers[from + own]!;
  const [only] = outputs;
  return outputs.length === 1 && only !== undefined ? 1 - answers[from + only]! : NaN;
}

/** Root of the mean squared difference between answer and truth; NaN of no rows. */
export function rootMeanSquare(rows: readonly AnsweredRow[]): number {
  const squares = rows.reduce((sum, { truth, answer }) => sum + (answer - truth) ** 2, 0);
  return Math.sqrt(squares / rows.length);
}

/** Shares of the rows by the probability given to what is true, in so many even bins from 0 to 1: [bins]. */
export function certaintyShares(rows: readonly AnsweredRow[], bins: number): Float64Array {
  const shares = new Float64Array(bins);
  for (const { answer } of rows) {
    if (!Number.isFinite(answer)) continue;
    const bin = Math.max(0, Math.min(bins - 1, Math.floor(answer * bins)));
    shares[bin] = shares[bin]! + 1 / rows.length;
  }
  return shares;
}

/** All that is shown, a line for each row. */
export function answersCsv(rows: readonly AnsweredRow[], mode: AnswersMode): string {
  const head = mode.kind === 'number' ? 'part,row,true,answer' : 'part,row,probability of the true class';
  const lines = rows.map(({ part, row, truth, answer }) =>
    mode.kind === 'number' ? [part, row + 1, truth, answer].join(',') : [part, row + 1, answer].join(','),
  );
  return `${[head, ...lines].join('\n')}\n`;
}
