import { formatJson } from '@shared/core/json-text.ts';

/**
 * Prints what a command came to: as words where a person reads it on a terminal; as JSON in a pipe, in a file, and with
 * `--json`, so that a script that forgot the option still gets what it can read.
 */
export function printResult(result: unknown, words: () => string, { json }: { json?: boolean }): void {
  process.stdout.write(isForPerson(json) ? words() : formatJson(result));
}

/** Whether results are read by a person, rather than by a program. */
export function isForPerson(json: boolean | undefined): boolean {
  return process.stdout.isTTY && json !== true;
}
