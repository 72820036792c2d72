/**
 * The threads beside the calling one that run the same kernels on the same memory. How threads are made is the host's
 * business; the machine knows only this.
 */
export interface Crew {
  /** All threads together, the calling one included. */
  readonly threads: number;
  /** Sets the other threads to work on `train32` or `train64`; the caller then takes part itself. */
  start(kernel: 'train32' | 'train64', plan: number): void;
  close(): void;
}

/** Makes the other threads of a machine; `control` is an address of 64 bytes of its own for them to wait at. */
export type CrewMaker = (shared: {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: number;
  readonly threads: number;
}) => Crew;
