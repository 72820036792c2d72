import { AppError } from '@shared/core/errors.ts';
import { Random } from '@shared/core/random.ts';
import { SEED } from './campaign.ts';

/**
 * More work than this is a hang. Of the processor's time, which a busy machine does not stretch; what waits for ever without
 * working runs into the time limit of the test.
 */
const LIMIT_MS = 1_000;

/** Milliseconds that this process has worked. */
function workedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/**
 * Makes `count` inputs and hands each to `accept`, which returns where all is well. The only failure allowed is an
 * AppError in one short line. Gives how many were accepted; the message of a failure holds the input, to become a test.
 */
export async function fuzz<T>(
  count: number,
  purpose: string,
  make: (random: Random) => T,
  accept: (input: T) => unknown,
): Promise<number> {
  let accepted = 0;
  for (let k = 0; k < count; k++) {
    const input = make(new Random(SEED + k, purpose));
    const startedAt = workedMs();
    let problem: unknown = null;
    try {
      await accept(input);
      accepted += 1;
    } catch (error) {
      problem = badError(error);
    }
    const tookMs = workedMs() - startedAt;
    if (tookMs > LIMIT_MS) problem ??= new Error(`It took ${tookMs.toFixed(0)} ms.`);
    if (problem !== null) {
      const shown = JSON.stringify(input);
      throw new Error(`SEED=${String(SEED + k)} (${purpose}) fails at once with: ${shown.slice(0, 3_000)}`, {
        cause: problem,
      });
    }
  }
  return accepted;
}

/** What is wrong with a failure; null for one that tells its reason as it should. */
function badError(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code === 'INTERNAL') return error;
  if (/\p{Cc}/u.test(error.message)) return new Error(`Not one clean line: ${JSON.stringify(error.message)}`);
  if (error.message.length > 1_500) return new Error(`Too long a message: ${error.message.slice(0, 200)} …`);
  if (error.message.length < 10) return new Error(`No message: ${error.message}`);
  return null;
}
