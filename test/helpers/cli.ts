import { type ChildProcess, spawn } from 'node:child_process';
import { builtEntry } from './built.ts';
import { tempFolder } from './temp-folder.ts';

/** The built command line. */
export function cliPath(): string {
  return builtEntry('cli');
}

interface CliOptions {
  /** Where it runs; a temporary folder where nothing is said. */
  cwd?: string;
  /** Its workspace, which no test shares with the person who runs it. */
  workspace?: string;
  /** Switches of V8: what it shall take the processor to lack. */
  switches?: readonly string[];
}

export interface CliResult {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** Starts `ninestep …`; `result` is fulfilled when it has ended. */
export function startNinestep(
  args: readonly string[],
  options: CliOptions = {},
): { child: ChildProcess; result: Promise<CliResult> } {
  const child = spawn(process.execPath, [...(options.switches ?? []), cliPath(), ...args], {
    cwd: options.cwd ?? tempFolder(),
    env: { PATH: process.env.PATH, NINESTEP_WORKSPACE: options.workspace ?? tempFolder() },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const result = new Promise<CliResult>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({ code, signal, stdout, stderr });
    });
  });
  return { child, result };
}

export function ninestep(args: readonly string[], options?: CliOptions): Promise<CliResult> {
  return startNinestep(args, options).result;
}
