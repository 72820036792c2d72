import { spawnSync } from 'node:child_process';
import { checkModel } from './check-runtime.ts';

/** What became of a process that ran a library. */
export type Trial =
  | { readonly kind: 'worked' }
  /** It said no. */
  | { readonly kind: 'refused'; readonly message: string }
  /** It ended its process; `late`: it came to no end. */
  | { readonly kind: 'crashed' }
  | { readonly kind: 'late' }
  /** It was ended from outside: a Ctrl+C is heard by all processes of a terminal. */
  | { readonly kind: 'stopped' };

/** Longest that a library may take to compute a product of two small matrices. */
const PATIENCE_MS = 20_000;
/** From here on an exit code of Windows tells what ended the process; a Ctrl+C has its own. */
const WINDOWS_CRASH = 0x8000_0000;
const WINDOWS_STOP = 0xc000_013a;
/**
 * Signals by which a person ends a program, and the system where memory is short: no library ends itself so. But a Mac ends so
 * what it does not trust.
 */
const STOPS: readonly (NodeJS.Signals | null)[] = [
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  ...(process.platform === 'darwin' ? [] : (['SIGKILL'] as const)),
];

const SCRIPT = `
const [path, model, options] = process.argv.slice(1);
try {
  const { binding, initOrt } = require(path);
  initOrt();
  const session = new binding.InferenceSession();
  const bytes = Buffer.from(model, 'base64');
  session.loadModel(bytes.buffer, bytes.byteOffset, bytes.byteLength, JSON.parse(options));
  const tensor = { type: 'float32', data: new Float32Array(4), dims: [2, 2], location: 'cpu' };
  session.run({ A: tensor, B: tensor }, { C: null }, {});
} catch (error) {
  process.stdout.write(String(error instanceof Error ? error.message : error));
  process.exitCode = 1;
}
`;

/**
 * Whether this program runs in plain Node, whose program file starts Node again. Electron does not tell its version to
 * threads, but how it was built.
 */
export function isPlainNode(): boolean {
  return !('electron' in process.versions) && !('built_with_electron' in process.config.variables);
}

/** Computes a small product with a library in a process of plain Node. `binding`: the file that loads it. */
export function tryElsewhere(binding: string, sessionOptions: object, patienceMs = PATIENCE_MS): Trial {
  const model = Buffer.from(checkModel()).toString('base64');
  const { signal, status, stdout, error } = spawnSync(
    process.execPath,
    ['-e', SCRIPT, binding, model, JSON.stringify(sessionOptions)],
    { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8', timeout: patienceMs, windowsHide: true },
  );
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ETIMEDOUT') return { kind: 'late' };
  if (STOPS.includes(signal) || status === WINDOWS_STOP) return { kind: 'stopped' };
  if (signal !== null || (status ?? 0) >= WINDOWS_CRASH) return { kind: 'crashed' };
  return status === 0 ? { kind: 'worked' } : { kind: 'refused', message: stdout };
}
