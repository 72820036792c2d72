import { BACKEND_REQUESTS } from '@shared/model/backends.ts';
import type { OptionManual } from '../manual.ts';

/** Options that mean the same in several commands. */
export const JSON_OPTION = {
  type: 'boolean',
  help: 'Prints the result as one JSON document, as it is also printed where standard output is no terminal.',
} as const satisfies OptionManual;

export const QUIET = {
  type: 'boolean',
  help: 'No progress. Otherwise: a bar on a terminal, elsewhere a line now and then.',
} as const satisfies OptionManual;

export const BACKEND = {
  type: 'string',
  value: 'B',
  values: BACKEND_REQUESTS,
  help: 'What trains. Where nothing is said: for a new run auto, for one that goes on what began it. auto: the fastest that the machine has for the network. wasm: WebAssembly. native: ONNX Runtime, for wide networks, in float32; where it cannot be had, WebAssembly takes its place and a note says why. webgpu: the same on the graphics device, an experiment. reference: plain loops, slow, the truth that the others are compared with.',
} as const satisfies OptionManual;

export const THREADS = {
  type: 'string',
  value: 'N',
  help: 'At most so many threads. The result has the same bits for any number.',
} as const satisfies OptionManual;

export const FORCE = {
  type: 'boolean',
  help: 'Replaces what is there.',
} as const satisfies OptionManual;
