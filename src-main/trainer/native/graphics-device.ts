import type { DeviceRuntime } from '@shared/engine/native/device/device-runtime.ts';
import { steppedRuntime } from '@shared/engine/native/device/stepped-runtime.ts';
import type { NativeRuntime } from '@shared/engine/native/runtime.ts';
import { join } from 'node:path';
import { cacheFolder } from '../../storage/cache-folder.ts';
import { checkRuntime } from './check-runtime.ts';
import { isEmulated } from './emulated-device.ts';
import { type LoadedRuntime, ONLY_FATAL } from './load-runtime.ts';
import { libraryOf, provenRuntime } from './proven-runtime.ts';
import { isAbandoned, keepMark, readMark } from './trial-mark.ts';
import { isPlainNode, tryElsewhere } from './trial-process.ts';
import { webgpuRuntime } from './webgpu-runtime.ts';

/*
 * The graphics device as a runtime of the native machine, where there is one that is of use. A driver may end or hold up the
 * process that asks for it, so plain Node first asks in a process of its own, with a time limit; Electron, which may not fork
 * itself as Node, asks in the process of the run under a mark: if that process dies, the run has died with it, the window has
 * not, and for the rest of the day the device is left alone.
 */

/** Set to 1, a device that is emulated in software is taken, too: to see whether it computes what it should. */
export const EMULATED_SWITCH = 'NINESTEP_EMULATED_DEVICE';

/** Longest that a driver may take to compute a product of two small matrices. */
const PATIENCE_MS = 20_000;

/** What came of looking for a device. The reason is a part of a sentence. */
export type GraphicsDevice =
  | { readonly kind: 'found'; readonly runtime: NativeRuntime }
  | { readonly kind: 'absent'; readonly reason: string };

type Loaded = Extract<LoadedRuntime, { kind: 'loaded' }>;

let found: GraphicsDevice | null = null;

/** Looks for the device, once in a thread. */
export function graphicsDevice(): GraphicsDevice {
  found ??= lookForDevice();
  return found;
}

/** How the device is looked for. */
interface Search {
  /** The library is looked for as `require` would in this file. */
  readonly from: string;
  /** Where marks are kept: of the library, and of the device. */
  readonly libraryMark: string;
  readonly deviceMark: string;
  /** Whether this program can run plain Node in a process of its own. */
  readonly mayFork: boolean;
  /** How long that process may take. */
  readonly patienceMs: number;
}

export function lookForDevice(search: Partial<Search> = {}): GraphicsDevice {
  const {
    from = __filename,
    libraryMark = join(cacheFolder(), 'native.json'),
    deviceMark = join(cacheFolder(), 'webgpu.json'),
    mayFork = isPlainNode(),
    patienceMs = PATIENCE_MS,
  } = search;
  const loaded = provenRuntime(from, libraryMark);
  const library = libraryOf(from);
  if (loaded.kind === 'absent') return loaded;
  if (library === null) return absent('its library is gone');
  if (mayFork) {
    const refusal = refusalElsewhere(library.path, patienceMs);
    return refusal === null ? openDevice(loaded) : absent(refusal);
  }
  return openUnderMark(loaded, `${library.name}, ${new Date().toISOString().slice(0, 10)}`, deviceMark);
}

/** Null where a process of its own could compute on the device. */
function refusalElsewhere(binding: string, patienceMs: number): string | null {
  const sessionOptions = { executionProviders: ['webgpu'], logSeverityLevel: ONLY_FATAL };
  const trial = tryElsewhere(binding, sessionOptions, patienceMs);
  switch (trial.kind) {
    case 'worked':
      return null;
    case 'refused':
      return plainly(trial.message);
    case 'crashed':
      return 'its driver ended the process that tried it';
    case 'stopped':
      return 'looking for one was interrupted';
    case 'late':
      return `its driver did not answer within ${String(patienceMs / 1_000)} s`;
  }
}

function openUnderMark(loaded: Loaded, library: string, place: string): GraphicsDevice {
  const known = readMark(place);
  if (known?.library === library && isAbandoned(known)) {
    return absent('its driver ended the process that tried it today');
  }
  keepMark(place, { library, state: 'trying', pid: process.pid });
  const device = openDevice(loaded);
  keepMark(place, { library, state: 'works', pid: process.pid });
  return device;
}

function openDevice({ binding, runtime: host }: Loaded): GraphicsDevice {
  const device: DeviceRuntime = webgpuRuntime(binding, host.version);
  try {
    checkRuntime(device);
    if (process.env[EMULATED_SWITCH] !== '1' && isEmulated(device)) {
      return absent('only one that software emulates, slower than the processor itself');
    }
    return { kind: 'found', runtime: steppedRuntime({ device, host }) };
  } catch (error) {
    return absent(plainly(error instanceof Error ? error.message : String(error)));
  }
}

function absent(reason: string): GraphicsDevice {
  return { kind: 'absent', reason: `none was found (${reason})` };
}

/** What the library says, without the place in its source: "Failed to get a WebGPU adapter: No supported adapters". */
function plainly(message: string): string {
  const [said = ''] = message.split('\n', 1);
  return said.slice(Math.max(0, said.indexOf('Failed to'))).replace(/\.$/, '');
}
