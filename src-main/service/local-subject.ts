import type { ExportSubject } from '@shared/export/exported-files.ts';

/** A subject of this machine: what `ExportSubject` says, and where it comes from. */
export interface LocalSubject extends ExportSubject {
  /** The folder of the model's run, which has curves and seeds; null where there is the model file alone. */
  readonly directory: string | null;
}
