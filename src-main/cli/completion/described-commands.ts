import type { OptionManual } from '../manual.ts';
import { COMMAND_NAMES, manualOf } from '../manuals.ts';

/** A command as a shell completes it. */
export interface DescribedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly DescribedOption[];
  /** Words that its operand may be; none: a file. */
  readonly operands: readonly string[];
}

export interface DescribedOption extends Pick<OptionManual, 'value'> {
  readonly name: string;
  /** One sentence. */
  readonly help: string;
  readonly values: readonly string[];
  readonly isList: boolean;
}

const HELP: DescribedOption = {
  name: 'help',
  help: 'Teaches the command.',
  values: [],
  isList: false,
};

/** Every command with its options, `--help` among them. */
export function describedCommands(): DescribedCommand[] {
  return COMMAND_NAMES.map((name) => {
    const { summary, options, operands = [] } = manualOf(name);
    const described = Object.entries(options).map(([option, manual]) => describedOption(option, manual));
    return {
      name,
      summary,
      options: [...described, HELP],
      operands: name === 'help' ? COMMAND_NAMES : operands,
    };
  });
}

function describedOption(name: string, { help, value, values = [], isList }: OptionManual): DescribedOption {
  const [sentence = ''] = help.split(/(?<=\.) /);
  return { name, help: sentence, ...(value === undefined ? {} : { value }), values, isList: isList === true };
}
