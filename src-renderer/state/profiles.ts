import type { Response } from '@shared/ipc/contract.ts';
import type { RawValue } from '@shared/model/column-catalog.ts';

type Description = Response<'model:describe'>;

/** How the answers go along one input, from the lowest to the highest value of the training rows in even steps. */
export interface Profile {
  /** Place of the input. */
  readonly input: number;
  /** [places][outputs] */
  readonly answers: readonly (readonly number[])[];
}

interface ProfilePlan {
  /** Questions for the model. */
  readonly rows: RawValue[][];
  readonly profiles: (answers: readonly (readonly number[])[]) => Profile[];
}

const MOST_PLACES = 25;
/** With fewer a curve says little. */
const FEWEST_PLACES = 9;
/** Rows that may be asked at once. */
const MOST_ROWS = 1_000;
/** Multiply-adds that take a blink of an eye. */
const MOST_WORK = 4e7;

/** What to ask to know how the answers go along each number when all else stays as it is; null where that is too much. */
export function profilePlan(
  { inputs, parameters }: Description,
  question: readonly RawValue[],
): ProfilePlan | null {
  const numbers = inputs.flatMap((input, k) => ('levels' in input || !(input.max > input.min) ? [] : [k]));
  const affordable = Math.min(MOST_ROWS, MOST_WORK / parameters) / numbers.length;
  const places = Math.min(MOST_PLACES, Math.floor(affordable));
  if (numbers.length === 0 || places < FEWEST_PLACES) return null;
  const rows = numbers.flatMap((k) => {
    const input = inputs[k]!;
    if ('levels' in input) return [];
    return Array.from({ length: places }, (_, place) =>
      question.with(k, input.min + ((input.max - input.min) * place) / (places - 1)),
    );
  });
  const profiles = (answers: readonly (readonly number[])[]): Profile[] =>
    numbers.map((input, k) => ({ input, answers: answers.slice(k * places, (k + 1) * places) }));
  return { rows, profiles };
}
