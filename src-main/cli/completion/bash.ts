import type { DescribedCommand } from './described-commands.ts';

/**
 * Completion for bash 3.2 and later. Names and values here are letters, digits and dashes, so that they need no quotes.
 * Source: the manual of bash, "Programmable Completion".
 */
export function bashCompletion(commands: readonly DescribedCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  return `# Completion of ninestep for bash: source <(ninestep completion bash)
_ninestep() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} words='' head=''
  COMPREPLY=()
  # bash splits --option=value at the sign.
  if [ "$word" = '=' ]; then word=''; elif [ "$before" = '=' ]; then before=\${COMP_WORDS[COMP_CWORD-2]}; fi
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${names} --help --version'
  else
    case "\${COMP_WORDS[1]} $before" in
${commands.flatMap(valueCases).join('\n')}
      *)
        case "\${COMP_WORDS[1]} $word" in
${commands.flatMap(wordCases).join('\n')}
        esac ;;
    esac
  fi
  # Without words bash offers files.
  [ -z "$words" ] || COMPREPLY=($(compgen -P "$head" -W "$words" -- "\${word#"$head"}"))
}
complete -o bashdefault -o default -F _ninestep ninestep
`;
}

/** What may follow an option; where that is a file, nothing is said. */
function valueCases({ name, options }: DescribedCommand): string[] {
  return options
    .filter(({ value }) => value !== undefined)
    .map(({ name: option, values, isList }) => {
      const words = values.length === 0 ? '' : ` words='${values.join(' ')}'`;
      // What stands before the last comma stays as it is.
      const head = isList ? '; case $word in *,*) head=${word%,*}, ;; esac' : '';
      return `      '${name} --${option}')${words}${head} ;;`;
    });
}

function wordCases({ name, options, operands }: DescribedCommand): string[] {
  const dashed = options.map((option) => `--${option.name}`).join(' ');
  const words = operands.length === 0 ? [] : [`          '${name} '*) words='${operands.join(' ')}' ;;`];
  return [`          '${name} -'*) words='${dashed}' ;;`, ...words];
}
