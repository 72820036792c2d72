/** What answers for a network: plain loops, WebAssembly, or native code. */
export type Answering = 'loops' | 'wasm' | 'native';

/** A network that is asked about so many rows in all, many of them in a call. */
export interface Question {
  readonly parameters: number;
  /** Of all layers together. */
  readonly units: number;
  readonly rows: number;
}

/** Multiply-adds up to which plain loops are over in some 0.2 s: what little would be gained is not worth other last digits. */
const LITTLE_WORK = 2 ** 28;
/** Multiply-adds from which native code makes good for the time that its library takes to load. */
const WORTH_LOADING = 2 ** 30;
/** Parameters for each unit below which activations take the time, which native code passes over one by one. */
const FEW_INPUTS = 16;

/**
 * What answers a question. It depends on sizes alone.
 * Source: measured, docs/benchmarks.md; docs/adr/0047.
 */
export function answeringFor({ parameters, units, rows }: Question): Answering {
  const work = parameters * rows;
  if (work < LITTLE_WORK) return 'loops';
  return work < WORTH_LOADING || parameters < FEW_INPUTS * units ? 'wasm' : 'native';
}
