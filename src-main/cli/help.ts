import { lowerFirst } from '@shared/core/text.ts';
import { EXIT_CODES, type Manual, type OptionManual } from './manual.ts';
import { COMMAND_NAMES, type CommandName, manualOf } from './manuals.ts';

/** Lines are at most so long, which the narrowest terminal in use shows whole. */
const WIDTH = 80;
const INDENT = '  ';

const OVERVIEW_TAIL = `ninestep COMMAND --help teaches a command: options, examples, exit codes.
ninestep --version says the version.

Progress goes to standard error, results to standard output: as text on a
terminal, as JSON elsewhere and with --json. Nothing is overwritten without
--force. The workspace is the folder Ninestep in your home; NINESTEP_WORKSPACE
names another.
`;

/** What `ninestep --help` prints: every command in one line. */
export function overview(): string {
  const width = Math.max(...COMMAND_NAMES.map((name) => name.length));
  const groups = [...new Set(COMMAND_NAMES.map((name) => manualOf(name).group))];
  const sections = groups.map((group) => {
    const rows = COMMAND_NAMES.filter((name) => manualOf(name).group === group).map(
      (name) => [name, manualOf(name).summary] as const,
    );
    return `${group}\n${columns(rows, width)}`;
  });
  return [
    'ninestep: design, train and take away fully connected neural networks\n',
    ...sections,
    OVERVIEW_TAIL,
  ].join('\n');
}

/** What `ninestep NAME --help` prints: the command as a page that teaches it. */
export function page(name: CommandName): string {
  const manual = manualOf(name);
  const { summary, usages, glossaries = [], examples } = manual;
  const usage = usages.map(
    ({ line, text }) =>
      `${INDENT}${joined(usageWords(line), INDENT.repeat(4))}\n${indented(text, INDENT.repeat(3))}`,
  );
  const shown = examples.map(
    ({ says, line }) => `${indented(`${says}:`, INDENT)}${INDENT.repeat(2)}${line}\n`,
  );
  return [
    `ninestep ${name}: ${lowerFirst(summary)}\n`,
    ...usage,
    ...options(manual),
    ...glossaries.map(({ title, rows }) => `${title}\n${columns(rows)}`),
    `Examples\n${shown.join('\n')}`,
    `Exit codes\n${columns(exitCodes(manual))}`,
  ].join('\n');
}

/** An option as it stands in help: `--out DIR`. */
export function optionTerm(name: string, { value }: OptionManual): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}

function options({ options }: Manual): string[] {
  const rows = Object.entries(options).map(
    ([name, option]) => [optionTerm(name, option), option.help] as const,
  );
  return rows.length === 0 ? [] : [`Options\n${columns(rows)}`];
}

/** Every code that the command can end with, and what it means there. */
function exitCodes({ exits = {} }: Manual): (readonly [string, string])[] {
  return Object.entries({ ...EXIT_CODES, ...exits });
}

/** Terms with what they mean beside them. */
function columns(
  rows: readonly (readonly [string, string])[],
  width = Math.max(...rows.map(([term]) => term.length)),
): string {
  const indent = ' '.repeat(INDENT.length + width + 2);
  return rows
    .map(([term, text]) => `${INDENT}${term.padEnd(width)}${INDENT}${wrap(text, indent)}\n`)
    .join('');
}

function indented(text: string, indent: string): string {
  return `${indent}${wrap(text, indent)}\n`;
}

/** An option in brackets stays in one line with its value. */
function usageWords(line: string): string[] {
  return line.match(/\[(?:[^[\]]|\[[^\]]*\])*\]|\S+/g) ?? [];
}

function wrap(text: string, indent: string): string {
  return joined(text.split(' '), indent);
}

/** Words as lines, all but the first indented; the first one begins as far to the right. */
function joined(words: readonly string[], indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    if (line !== '' && indent.length + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join(`\n${indent}`);
}
