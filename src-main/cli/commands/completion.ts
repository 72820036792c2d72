import { AppError } from '@shared/core/errors.ts';
import { quote } from '@shared/core/text.ts';
import { readArguments } from '../arguments.ts';
import { bashCompletion } from '../completion/bash.ts';
import { type DescribedCommand, describedCommands } from '../completion/described-commands.ts';
import { fishCompletion } from '../completion/fish.ts';
import { zshCompletion } from '../completion/zsh.ts';
import { didYouMean } from '../did-you-mean.ts';
import { type Shell, SHELLS } from '../manuals/completion.ts';

const WRITERS: Readonly<Record<Shell, (commands: readonly DescribedCommand[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** `ninestep completion bash|zsh|fish` */
export function completion(args: string[]): number {
  const { operands } = readArguments(args, [SHELLS.join('|')], {});
  const [asked = ''] = operands;
  const shell = SHELLS.find((known) => known === asked);
  if (shell === undefined) {
    throw new AppError('USAGE', `There is no completion for ${quote(asked)}. ${didYouMean(asked, SHELLS)}`);
  }
  process.stdout.write(WRITERS[shell](describedCommands()));
  return 0;
}
