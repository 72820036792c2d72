import { type UtilityProcess, utilityProcess } from 'electron';
import type { Log } from '../log.ts';

/**
 * All that a utility process of ours gets to see of the environment (U1): what the system itself needs, where programs lie
 * (without that, no exported program could be run to check it: a C compiler looks for its own parts there), and where a
 * person's folders are, so that the cache is that of the command line.
 */
const PASSED_ON = [
  'PATH',
  'SYSTEMROOT',
  'TEMP',
  'TMP',
  'TMPDIR',
  'HOME',
  'XDG_CACHE_HOME',
  'LANG',
  'LC_ALL',
  'TZ',
] as const;

/** Memory for objects; the engine's arrays are outside of it and have their own limit. */
const HEAP_CEILING_MB = 4_096;

/** Forks a utility process whose output goes to the log. The name is what task managers and death notices show. */
export function forkUtility(script: string, serviceName: string, log: Log): UtilityProcess {
  const child = utilityProcess.fork(script, [], {
    serviceName,
    env: minimalEnvironment(process.env),
    // A utility process listens only to Chromium's spelling of V8's switches (tried on Electron 25).
    execArgv: [`--js-flags=--max-old-space-size=${HEAP_CEILING_MB}`],
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  pipeToLog(child.stdout, (line) => {
    log.info(`${serviceName}: ${line}`);
  });
  pipeToLog(child.stderr, (line) => {
    log.warn(`${serviceName}: ${line}`);
  });
  return child;
}

function minimalEnvironment(parent: NodeJS.ProcessEnv): Record<string, string> {
  const passed = PASSED_ON.map((name) => [name, parent[name]] as const);
  return Object.fromEntries(
    passed.filter((entry): entry is [(typeof PASSED_ON)[number], string] => entry[1] !== undefined),
  );
}

function pipeToLog(stream: NodeJS.ReadableStream | null, write: (line: string) => void): void {
  stream?.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n')) if (line.trim() !== '') write(line.slice(0, 2_000));
  });
}
