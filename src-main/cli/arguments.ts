import { AppError } from '@shared/core/errors.ts';
import { formatCount, quote } from '@shared/core/text.ts';
import { didYouMean } from './did-you-mean.ts';
import { parseArgs, type ParseArgsConfig } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<O extends Options> = { [K in keyof O]?: O[K]['type'] extends 'boolean' ? boolean : string };

/**
 * Arguments of a command → its operands (exactly as many as named, but for those in square brackets) and options. Throws
 * USAGE, to which the command line adds where to read more.
 */
export function readArguments<O extends Options>(
  args: string[],
  operands: readonly string[],
  options: O,
): { operands: string[]; options: Values<O> } {
  try {
    const parsed = parseArgs({ args, options, allowPositionals: true, strict: true });
    const given = parsed.positionals.length;
    const needed = operands.filter((operand) => !operand.startsWith('[')).length;
    if (given >= needed && given <= operands.length) {
      return { operands: parsed.positionals, options: parsed.values };
    }
  } catch (error) {
    throw new AppError('USAGE', problemOf(error as NodeJS.ErrnoException, Object.keys(options)));
  }
  const expected = operands.length === 0 ? 'no operand' : operands.join(' ');
  throw new AppError('USAGE', `Expected ${expected}.`);
}

/** What `parseArgs` says, in one sentence; of an option that there is not, which one was probably meant. */
function problemOf({ code, message }: NodeJS.ErrnoException, known: readonly string[]): string {
  const unknown =
    code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION'
      ? /^Unknown option '(.*?)'(?:\. |$)/.exec(message)?.[1]
      : undefined;
  if (unknown !== undefined) {
    const end = didYouMean(
      unknown,
      known.map((name) => `--${name}`),
    );
    return `There is no option ${quote(unknown)}. ${end}`;
  }
  const [problem] = message.split(/\.\s|\.$/);
  return `${problem ?? ''}.`;
}

/** The value of an option that must be given. */
export function required(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw new AppError('USAGE', `${name} is missing.`);
  return value;
}

/** The value of an option that is a whole number from `least` to `most`; undefined where it is not given. */
export function wholeNumber(
  value: string | undefined,
  name: string,
  most: number,
  least = 1,
): number | undefined {
  if (value === undefined) return undefined;
  const number = /^\d{1,15}$/.test(value) ? Number(value) : NaN;
  if (number >= least && number <= most) return number;
  throw new AppError(
    'USAGE',
    `${name} takes a whole number from ${String(least)} to ${formatCount(most)}, not ${quote(value)}.`,
  );
}
