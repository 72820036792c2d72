import { AppError } from '@shared/core/errors.ts';
import { formatCount, quote } from '@shared/core/text.ts';
import { parseArgs, type ParseArgsConfig } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<O extends Options> = { [K in keyof O]?: O[K]['type'] extends 'boolean' ? boolean : string };

/**
 * Arguments of a command → its operands (exactly as many as named, but for those in square brackets) and options. Throws
 * USAGE.
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
    const [problem] = (error as Error).message.split(/\.\s/);
    throw new AppError('USAGE', `${problem ?? ''}. See: ninestep --help`);
  }
  throw new AppError('USAGE', `Expected ${operands.join(' ')}. See: ninestep --help`);
}

/** The value of an option that must be given. */
export function required(value: string | undefined, name: string): string {
  if (value === undefined || value === '')
    throw new AppError('USAGE', `${name} is missing. See: ninestep --help`);
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
    `${name} takes a whole number from ${String(least)} to ${formatCount(most)}, not ${quote(value)}. See: ninestep --help`,
  );
}
