import { AppError } from '@shared/core/errors.ts';
import { quote } from '@shared/core/text.ts';
import { readArguments } from '../arguments.ts';
import { didYouMean } from '../did-you-mean.ts';
import { overview, page } from '../help.ts';
import { COMMAND_NAMES } from '../manuals.ts';

/** `ninestep help [COMMAND]` */
export function help(args: string[]): number {
  const { operands } = readArguments(args, ['[COMMAND]'], {});
  const [asked] = operands;
  const name = COMMAND_NAMES.find((known) => known === asked);
  if (asked !== undefined && name === undefined) {
    throw new AppError('USAGE', `There is no command ${quote(asked)}. ${didYouMean(asked, COMMAND_NAMES)}`);
  }
  process.stdout.write(name === undefined ? overview() : page(name));
  return 0;
}
