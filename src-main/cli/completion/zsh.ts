import type { DescribedCommand, DescribedOption } from './described-commands.ts';

/** Completion for zsh, as a file of the fpath or sourced. Source: zsh's manual, "Completion System", `_arguments`. */
export function zshCompletion(commands: readonly DescribedCommand[]): string {
  const described = commands.map(({ name, summary }) => `    ${quoted(`${name}:${colons(summary)}`)}`);
  return `#compdef ninestep
# Completion of ninestep for zsh.
_ninestep() {
  local state line
  local -a commands=(
${described.join('\n')}
  )
  _arguments '1:command:->command' '*::argument:->argument' && return
  case $state in
    command) _describe command commands ;;
    argument)
      case $words[1] in
${commands.map(commandCase).join('\n')}
      esac ;;
  esac
}
if [ "$funcstack[1]" = _ninestep ]; then _ninestep "$@"; else compdef _ninestep ninestep; fi
`;
}

function commandCase({ name, options, operands }: DescribedCommand): string {
  const operand = operands.length === 0 ? '*:file:_files' : `1:name:(${operands.join(' ')})`;
  const parts = [...options.map(specification), operand].map((part) => `          ${quoted(part)}`);
  return `        ${name})\n          _arguments \\\n${parts.join(' \\\n')} ;;`;
}

/** `--backend[help]:B:(auto wasm)` */
function specification({ name, help, value, values, isList }: DescribedOption): string {
  const said = `--${name}[${help.replace(/[[\]\\]/g, '\\$&')}]`;
  if (value === undefined) return said;
  const action =
    values.length === 0
      ? '_files'
      : isList
        ? `_values -s , ${name} ${values.join(' ')}`
        : `(${values.join(' ')})`;
  return `${said}:${colons(value)}:${action}`;
}

function colons(text: string): string {
  return text.replaceAll(':', '\\:');
}

/** As one word of the shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
