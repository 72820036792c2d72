import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { JAVASCRIPT_RUNNER } from '@shared/export/code/javascript.ts';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { runInNewContext } from 'node:vm';
import { readTextFile } from '../storage/read-json-file.ts';

const run = promisify(execFile);
/** A self-test takes milliseconds; a compiler that has to read large weights takes longer. */
const PATIENCE_MS = 60_000;
const TOO_SLOW =
  'Its self-test was given up after a minute: the network is large. How to run it stands in the file.';

/** What running an exported file on golden cases gave, or why it could not be run here: one of them is null. */
export interface ExportProof {
  readonly goldenCases: number;
  /** In raw units. */
  readonly largestDifference: number | null;
  readonly notRun: string | null;
}

type CodeProof = Omit<ExportProof, 'goldenCases'>;

/* Each runs the self-test of a program that was written to `file`, where this machine has what it needs, and throws
   GOLDEN_CASE_MISMATCH where the program computes something else. */

export async function provePython(file: string): Promise<CodeProof> {
  // Whole, since a name might begin as an option of the command does.
  const path = resolve(file);
  return (await canRun('python3', ['-I', '-c', 'import numpy']))
    ? proveByRunning(path, ['python3', ['-I', '-B', path]])
    : notRun(
        'python3 with NumPy was not found on this machine. To test it: python3 and the name of the file.',
      );
}

export async function proveC(file: string): Promise<CodeProof> {
  return (await canCompile())
    ? proveHeader(resolve(file))
    : notRun('No C compiler (cc) that works was found on this machine. How to test it stands in the file.');
}

/** Without the last part, which runs it by itself, a module is a program like any other. */
export async function proveJavascript(path: string): Promise<CodeProof> {
  const text = await readTextFile(path, LIMITS.modelBytes);
  const end = text.lastIndexOf(JAVASCRIPT_RUNNER);
  const program = text.slice(0, end).replaceAll(/^export /gm, '');
  try {
    const largest: unknown = runInNewContext(`${program}\nselfTest()`, {}, { timeout: PATIENCE_MS });
    return { largestDifference: Number(largest), notRun: null };
  } catch (error) {
    throw mismatch(path, error);
  }
}

async function proveHeader(path: string): Promise<CodeProof> {
  const folder = await mkdtemp(join(tmpdir(), 'ninestep-proof-'));
  const program = join(folder, 'proof');
  const compiling = ['-std=c99', '-DNINESTEP_SELF_TEST', '-x', 'c', '-o', program, path, '-lm'];
  try {
    return await proveByRunning(path, ['cc', compiling], [program, []]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs commands one after the other; the last tells what the self-test gave. */
async function proveByRunning(
  path: string,
  ...commands: (readonly [string, readonly string[]])[]
): Promise<CodeProof> {
  try {
    let told = '';
    for (const [command, args] of commands)
      ({ stdout: told } = await run(command, args, { timeout: PATIENCE_MS }));
    const difference = /largest difference (\S+)/.exec(told)?.[1];
    if (difference === undefined) throw new Error(told);
    return { largestDifference: Number(difference), notRun: null };
  } catch (error) {
    if (wasTooSlow(error)) return notRun(TOO_SLOW);
    throw mismatch(path, error);
  }
}

/** Ended by us, which says nothing about what it computes. */
function wasTooSlow(error: unknown): boolean {
  return (error as { killed?: unknown }).killed === true;
}

/** A `cc` may be there and yet lack its parts or the standard headers; then the fault is not the file's. */
async function canCompile(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'ninestep-proof-'));
  const path = join(folder, 'smallest.c');
  try {
    await writeFile(path, '#include <math.h>\nint main(void) { return 0; }\n');
    return await canRun('cc', ['-std=c99', '-o', join(folder, 'smallest'), path, '-lm']);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function canRun(command: string, args: string[]): Promise<boolean> {
  try {
    await run(command, args, { timeout: PATIENCE_MS });
    return true;
  } catch {
    return false;
  }
}

function notRun(why: string): CodeProof {
  return { largestDifference: null, notRun: why };
}

function mismatch(path: string, error: unknown): AppError {
  return new AppError(
    'GOLDEN_CASE_MISMATCH',
    `${path}: The exported program does not compute what the model does. ${whatItTold(error).slice(0, 400)}`,
    { at: path },
  );
}

/** The program itself says which case differs; the error says no more than that it failed. */
function whatItTold(error: unknown): string {
  const { stdout } = error as { stdout?: unknown };
  if (typeof stdout === 'string' && stdout.trim() !== '') return stdout.trim();
  return error instanceof Error ? error.message : String(error);
}
