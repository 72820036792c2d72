import { AppError } from '@shared/core/errors.ts';
import { formatJson } from '@shared/core/json-text.ts';
import { quote } from '@shared/core/text.ts';
import { JSON_SCHEMA_NAMES, jsonSchemaText } from '@shared/schema/json-schema.ts';
import { readArguments } from '../arguments.ts';
import { didYouMean } from '../did-you-mean.ts';
import { SCHEMA } from '../manuals/schema.ts';

/** `ninestep schema NAME`, or `ninestep schema --list [--json]` */
export function schema(args: string[]): number {
  const { operands, options } = readArguments(args, ['[NAME]'], SCHEMA.options);
  const [asked] = operands;
  if (options.list === true) {
    if (asked !== undefined) throw new AppError('USAGE', '--list prints all names: leave out the name.');
    const lines = JSON_SCHEMA_NAMES.map((name) => `${name}\n`).join('');
    process.stdout.write(options.json === true ? formatJson(JSON_SCHEMA_NAMES) : lines);
    return 0;
  }
  if (asked === undefined) {
    throw new AppError('USAGE', `Expected NAME, one of ${JSON_SCHEMA_NAMES.join(', ')}.`);
  }
  const name = JSON_SCHEMA_NAMES.find((known) => known === asked);
  if (name === undefined) {
    throw new AppError(
      'USAGE',
      `There is no schema ${quote(asked)}. ${didYouMean(asked, JSON_SCHEMA_NAMES)}`,
    );
  }
  process.stdout.write(jsonSchemaText(name));
  return 0;
}
