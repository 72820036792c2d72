import { AppError } from '@shared/core/errors.ts';
import { quote } from '@shared/core/text.ts';
import { ENGINE } from '../storage/engine-identity.ts';
import { fileError } from '../storage/file-errors.ts';
import { bench } from './commands/bench.ts';
import { checkGradientsCommand } from './commands/check-gradients.ts';
import { completion } from './commands/completion.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { exportCommand } from './commands/export.ts';
import { findRateCommand } from './commands/find-rate.ts';
import { firstProject } from './commands/first-project.ts';
import { help } from './commands/help.ts';
import { importCommand } from './commands/import.ts';
import { inspect } from './commands/inspect.ts';
import { library } from './commands/library.ts';
import { predict } from './commands/predict.ts';
import { schema } from './commands/schema.ts';
import { sweep } from './commands/sweep.ts';
import { train } from './commands/train.ts';
import { verify } from './commands/verify.ts';
import { didYouMean } from './did-you-mean.ts';
import { overview, page } from './help.ts';
import { COMMAND_NAMES, type CommandName } from './manuals.ts';
import { sweepWorker } from './sweep/sweep-worker.ts';

/** Stable exit codes: scripts depend on them. What they mean is told in manual.ts. */
const EXIT = { ok: 0, failed: 1, badInput: 2 } as const;

/** Each command takes its own arguments and gives the exit code. */
const COMMANDS: Readonly<Record<CommandName, (args: string[]) => Promise<number> | number>> = {
  train,
  sweep,
  'find-rate': findRateCommand,
  'first-project': firstProject,
  predict,
  evaluate: evaluateCommand,
  export: exportCommand,
  import: importCommand,
  library,
  inspect,
  verify,
  schema,
  'check-gradients': checkGradientsCommand,
  bench,
  completion,
  help,
};

async function main(args: string[]): Promise<number> {
  const [name = '--help', ...rest] = args;
  if (name === '--help' || name === '-h') return tell(overview());
  if (name === '--version') return tell(`ninestep ${ENGINE.version}\n`);
  // Not for people: the processes of a sweep with several jobs.
  if (name === 'sweep-worker' && process.connected) return sweepWorker();
  const command = COMMAND_NAMES.find((known) => known === name);
  if (command === undefined) {
    throw new AppError('USAGE', `There is no command ${quote(name)}. ${didYouMean(name, COMMAND_NAMES)}`);
  }
  if (asksForHelp(rest)) return tell(page(command));
  return COMMANDS[command](rest);
}

/** `--help` and `-h`, but not behind `--`, where every word is a file. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? undefined : end).some((arg) => arg === '--help' || arg === '-h');
}

function tell(text: string): number {
  process.stdout.write(text);
  return EXIT.ok;
}

/** One clear message for bad input; the whole story for a bug. */
function explain(error: unknown, args: readonly string[]): number {
  if (error instanceof AppError) {
    const more = error.code === 'USAGE' ? ` See: ${helpFor(args)}` : '';
    // One line, whatever a file or folder is called.
    process.stderr.write(`ninestep: ${error.message.replace(/\p{Cc}+/gu, ' ')}${more} [${error.code}]\n`);
    return error.code === 'INTERNAL' ? EXIT.failed : EXIT.badInput;
  }
  process.stderr.write(
    `ninestep: a bug, please report it: ${error instanceof Error ? (error.stack ?? '') : String(error)}\n`,
  );
  return EXIT.failed;
}

/** What to type to read how it is done. */
function helpFor([name]: readonly string[]): string {
  return COMMAND_NAMES.some((known) => known === name) ? `ninestep ${name!} --help` : 'ninestep --help';
}

const words = process.argv.slice(2);

// A reader that has seen enough (`| head`) closes the pipe: no reason to complain. A disk that is full is one.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(
    error.code === 'EPIPE' ? EXIT.ok : explain(fileError(error, 'write', 'standard output'), words),
  );
});

// Progress that nobody reads any more is no reason to stop training.
process.stderr.on('error', () => undefined);

// Setting the code, not exiting: what is still in the pipes gets out.
void main(words)
  .catch((error: unknown) => explain(error, words))
  .then((code) => {
    process.exitCode = code;
  });
