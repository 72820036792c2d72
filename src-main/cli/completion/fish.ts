import type { DescribedCommand, DescribedOption } from './described-commands.ts';

/** Completion for fish 3. Source: fish's manual, `complete`. */
export function fishCompletion(commands: readonly DescribedCommand[]): string {
  const lines = commands.flatMap((command) => {
    const here = `complete -c ninestep -n ${quoted(`__fish_seen_subcommand_from ${command.name}`)}`;
    const operands =
      command.operands.length === 0 ? [] : [`${here} -f -a ${quoted(command.operands.join(' '))}`];
    return [
      `complete -c ninestep -f -n __fish_use_subcommand -a ${command.name} -d ${quoted(command.summary)}`,
      ...operands,
      ...command.options.map((option) => `${here} ${optionWords(option)}`),
    ];
  });
  return `# Completion of ninestep for fish.\n${lines.join('\n')}\n`;
}

function optionWords({ name, help, value, values }: DescribedOption): string {
  const said = `-l ${name} -d ${quoted(help)}`;
  if (value === undefined) return said;
  return values.length === 0 ? `${said} -r -F` : `${said} -x -a ${quoted(values.join(' '))}`;
}

/** As one word of the shell. */
function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
