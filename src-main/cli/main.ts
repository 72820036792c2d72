import { AppError } from '@shared/core/errors.ts';
import { ENGINE } from '../storage/engine-identity.ts';
import { bench } from './commands/bench.ts';
import { checkGradientsCommand } from './commands/check-gradients.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { exportCommand } from './commands/export.ts';
import { findRateCommand } from './commands/find-rate.ts';
import { firstProject } from './commands/first-project.ts';
import { predict } from './commands/predict.ts';
import { sweep } from './commands/sweep.ts';
import { train } from './commands/train.ts';
import { verify } from './commands/verify.ts';
import { HELP } from './help.ts';
import { sweepWorker } from './sweep/sweep-worker.ts';

/** Stable exit codes: scripts depend on them. */
const EXIT = { ok: 0, failed: 1, badInput: 2 } as const;

/** Each command takes its own arguments and gives the exit code. */
const COMMANDS: ReadonlyMap<string, (args: string[]) => Promise<number>> = new Map([
  ['train', train],
  ['sweep', sweep],
  ['predict', predict],
  ['evaluate', evaluateCommand],
  ['export', exportCommand],
  ['verify', verify],
  ['check-gradients', checkGradientsCommand],
  ['find-rate', findRateCommand],
  ['first-project', firstProject],
  ['bench', bench],
]);

async function main(args: string[]): Promise<number> {
  const [name = '--help', ...rest] = args;
  if (name === '--help' || name === '-h' || name === 'help' || rest.includes('--help')) {
    process.stdout.write(HELP);
    return EXIT.ok;
  }
  if (name === '--version') {
    process.stdout.write(`ninestep ${ENGINE.version}\n`);
    return EXIT.ok;
  }
  // Not for people: the processes of a sweep with several jobs.
  if (name === 'sweep-worker' && process.connected) return sweepWorker();
  const command = COMMANDS.get(name);
  if (command === undefined) {
    throw new AppError('USAGE', `There is no command "${name}". Known: ${[...COMMANDS.keys()].join(', ')}.`);
  }
  return command(rest);
}

/** One clear message for bad input; the whole story for a bug. */
function explain(error: unknown): number {
  if (error instanceof AppError) {
    // One line, whatever a file or folder is called.
    process.stderr.write(`ninestep: ${error.message.replace(/\p{Cc}+/gu, ' ')} [${error.code}]\n`);
    return error.code === 'INTERNAL' ? EXIT.failed : EXIT.badInput;
  }
  process.stderr.write(
    `ninestep: a bug, please report it: ${error instanceof Error ? (error.stack ?? '') : String(error)}\n`,
  );
  return EXIT.failed;
}

// A reader that has seen enough (`| head`) closes the pipe: no reason to complain.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.failed);
});

// Progress that nobody reads any more is no reason to stop training.
process.stderr.on('error', () => undefined);

// Setting the code, not exiting: what is still in the pipes gets out.
void main(process.argv.slice(2))
  .catch(explain)
  .then((code) => {
    process.exitCode = code;
  });
