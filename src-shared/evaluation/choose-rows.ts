import { AppError } from '../core/errors.ts';
import { quote } from '../core/text.ts';
import { selectPlace } from '../data/select.ts';
import type { Outcome, RowChoice } from '../model/evaluation.ts';
import type { AnsweredPart } from './answered-part.ts';
import { classGroups, numberOutputs, scoresOfClass } from './class-groups.ts';
import { findClasses, type FoundClasses, scoreOf } from './classes-evaluation.ts';

/** Rows of one kind, as places in their part. */
export interface ChosenRows {
  /** How many there are. */
  readonly of: number;
  /** The first of them, in their order. */
  readonly places: Uint32Array;
}

/**
 * The first rows of one kind, at most so many. Equal rows stay in the order of the table. Throws INVALID_VALUE where there is no
 * such output, column or class.
 */
export function chooseRows(part: AnsweredPart, which: RowChoice, most: number): ChosenRows {
  const N = part.rows.length;
  const inOrder = (order: RowOrder): ChosenRows => largestFirst(N, order, most);
  switch (which.kind) {
    case 'all':
      return { of: N, places: Uint32Array.from({ length: Math.min(N, most) }, (_, n) => n) };
    case 'row': {
      const n = part.rows.indexOf(which.row);
      return n < 0 ? { of: 0, places: new Uint32Array() } : { of: 1, places: Uint32Array.of(n) };
    }
    case 'worst': {
      const from = requireNumber(part, which.output) * N;
      const { truth, answers } = part;
      return inOrder({ key: (n) => Math.abs(truth[from + n]! - answers[from + n]!) });
    }
    case 'mistakes': {
      const found = foundIn(part, which.column);
      const { actual, predicted } = found;
      return inOrder({ key: certainty(found), isWanted: (n) => actual[n] !== predicted[n] });
    }
    case 'unsure': {
      const found = foundIn(part, which.column);
      return inOrder({ key: (n) => -margin(found, n) });
    }
    case 'cell':
      return inOrder(cellOrder(foundIn(part, which.column), which));
    case 'outcome':
      return inOrder(outcomeOrder(foundIn(part, which.column), which));
  }
}

/** Which rows, and what they are ordered by: the largest first. */
interface RowOrder {
  readonly key: (n: number) => number;
  readonly isWanted?: (n: number) => boolean;
}

function cellOrder(found: FoundClasses, which: Extract<RowChoice, { kind: 'cell' }>): RowOrder {
  const truth = placeOf(found, which.truth, 'truth');
  const predicted = placeOf(found, which.predicted, 'predicted');
  return {
    key: certainty(found),
    isWanted: (n) => found.actual[n] === truth && found.predicted[n] === predicted,
  };
}

function outcomeOrder(found: FoundClasses, which: Extract<RowChoice, { kind: 'outcome' }>): RowOrder {
  const c = placeOf(found, which.level, 'level');
  const scores = scoresOfClass(found.group, found.scores, c, found.actual.length);
  return {
    key: (n) => scores[n]!,
    isWanted: (n) => outcome(found.actual[n] === c, scores[n]! >= which.threshold) === which.outcome,
  };
}

function outcome(isOfIt: boolean, isCalled: boolean): Outcome {
  if (isCalled) return isOfIt ? 'true-positive' : 'false-positive';
  return isOfIt ? 'false-negative' : 'true-negative';
}

/** Score of the class that was taken. */
function certainty({ group, scores, predicted }: FoundClasses): (n: number) => number {
  return (n) => scoreOf(group, scores, predicted[n]!, n, predicted.length);
}

/** How far the class that was taken is ahead of the next one. */
function margin({ group, scores, predicted }: FoundClasses, n: number): number {
  let next = -Infinity;
  for (let c = 0; c < group.classes.length; c++) {
    if (c !== predicted[n]) next = Math.max(next, scoreOf(group, scores, c, n, predicted.length));
  }
  return scoreOf(group, scores, predicted[n]!, n, predicted.length) - next;
}

/** Keys that are no numbers come first: something is wrong with such a row. */
function largestFirst(N: number, { key, isWanted }: RowOrder, most: number): ChosenRows {
  const keys = new Float64Array(N);
  const wanted = new Uint32Array(N);
  let of = 0;
  for (let n = 0; n < N; n++) {
    if (isWanted?.(n) === false) continue;
    const own = key(n);
    keys[n] = Number.isNaN(own) ? Infinity : own;
    wanted[of] = n;
    of += 1;
  }
  const first = firstOf(keys, wanted.subarray(0, of), most);
  return { of, places: first.sort((a, b) => compare(keys[b]!, keys[a]!) || a - b).subarray(0, most) };
}

/** The rows with the largest keys, and those that are equal to the last of them: sorting all would take longer. */
function firstOf(keys: Float64Array, wanted: Uint32Array, most: number): Uint32Array {
  if (wanted.length <= most) return wanted;
  const last = selectPlace(
    Float64Array.from(wanted, (n) => keys[n]!),
    wanted.length - most,
  );
  return wanted.filter((n) => keys[n]! >= last);
}

/** Not by their difference: that of two infinities is no number. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** The classes of a column. Throws INVALID_VALUE where the model names none. */
export function foundIn(part: AnsweredPart, column: string): FoundClasses {
  const group = classGroups(part.outputs, part.task).find((own) => own.column === column);
  if (group !== undefined) return findClasses(group, part);
  throw new AppError('INVALID_VALUE', `column: The model names no classes of ${quote(column)}.`, {
    at: 'column',
  });
}

/** The place of a class. Throws INVALID_VALUE where the column has none of that name. */
export function placeOf({ group }: FoundClasses, level: string, at: string): number {
  const place = group.classes.indexOf(level);
  if (place >= 0) return place;
  throw new AppError('INVALID_VALUE', `${at}: ${quote(group.column)} has no class ${quote(level)}.`, { at });
}

function requireNumber({ outputs, task }: AnsweredPart, output: number): number {
  if (numberOutputs(outputs, task).includes(output)) return output;
  throw new AppError('INVALID_VALUE', `output: The model's answer ${String(output)} is no number.`, {
    at: 'output',
  });
}
