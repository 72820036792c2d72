import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../../storage/cache-folder.ts';
import { type LoadedRuntime, loadRuntime, RUNTIME_VERSION } from './load-runtime.ts';
import { forbidTelemetry } from './no-telemetry.ts';
import { isAbandoned, keepMark, readMark, type TrialMark } from './trial-mark.ts';
import { isPlainNode, tryElsewhere } from './trial-process.ts';

/*
 * A library that was built for another processor does not fail, it ends the process that runs it. So an installed one is tried
 * once where that hurts nobody, and the answer is remembered: by plain Node in a process of its own, by Electron, which may
 * not fork itself as Node, in whichever of its utility processes needs it first: as a rule the service, which measures how long a draft takes. A mark is set
 * before; if it is still there when its process is gone, the library is tried once more, since a person may have ended that
 * process, and after that never loaded again.
 */

/** Processes that may end while they try a library, before it is taken for the reason. */
const MOST_ATTEMPTS = 2;

/** As `loadRuntime`; a library that ended the process which tried it is absent, too. `from`: as there. */
export function provenRuntime(
  from: string = __filename,
  place: string = join(cacheFolder(), 'native.json'),
): LoadedRuntime {
  const library = libraryOf(from);
  // Missing, or of another version: it will say so by itself.
  if (library === null) return loadRuntime(from);
  const mark = readMark(place);
  const known = mark?.library === library.name ? mark : null;
  const attempts = known !== null && isAbandoned(known) ? known.attempts : 0;
  const isKnown = known !== null && (attempts === 0 || attempts >= MOST_ATTEMPTS);
  const proof = isKnown ? known : prove(library, place, attempts + 1);
  if (proof === null)
    return { kind: 'absent', reason: 'trying its library out was interrupted or took too long' };
  if (proof.state === 'crashed' || isAbandoned(proof)) {
    return {
      kind: 'absent',
      reason: `the library of onnxruntime-node ${RUNTIME_VERSION} ended the process that tried it, as one does that was built for another processor`,
    };
  }
  const loaded = loadRuntime(from);
  if (proof.state === 'trying') keepMark(place, { ...proof, state: 'works' });
  return loaded;
}

export interface NativeLibrary {
  readonly path: string;
  /** Which one it is, and where it would run. */
  readonly name: string;
}

/** The installed library, as it would be found in the file `from`; null where it is missing. */
export function libraryOf(from: string): NativeLibrary | null {
  const { platform, arch } = process;
  try {
    const folder = dirname(createRequire(from).resolve('onnxruntime-node/package.json'));
    const files = join(folder, 'bin', 'napi-v6', platform, arch);
    const host = `${platform} ${arch}, ${cpus()[0]?.model ?? 'unknown processor'}`;
    const state = readdirSync(files)
      .sort()
      .map((file) => stateOf(join(files, file)))
      .join(', ');
    return {
      path: join(folder, 'dist', 'binding.js'),
      name: `onnxruntime-node ${RUNTIME_VERSION}, ${state}, on ${host}`,
    };
  } catch {
    return null;
  }
}

/** Changes when a file is damaged, or put in order again. */
function stateOf(file: string): string {
  const { size, mtimeMs } = statSync(file);
  return `${String(size)} bytes of ${new Date(mtimeMs).toISOString()}`;
}

/** The mark of this process, or in plain Node what became of another one; null where that was interrupted. */
function prove({ path, name }: NativeLibrary, place: string, attempts: number): TrialMark | null {
  const state = isPlainNode() ? stateAfter(path) : 'trying';
  if (state === null) return null;
  const proof: TrialMark = { library: name, state, pid: process.pid, attempts };
  keepMark(place, proof);
  return proof;
}

/** Whether a process of its own outlives the library; one that only fails says why when it is loaded here. */
function stateAfter(path: string): 'works' | 'crashed' | null {
  if (!forbidTelemetry()) return 'works';
  const { kind } = tryElsewhere(path, {});
  // Not remembered: a disk may be slow for once.
  if (kind === 'stopped' || kind === 'late') return null;
  return kind === 'worked' || kind === 'refused' ? 'works' : 'crashed';
}
