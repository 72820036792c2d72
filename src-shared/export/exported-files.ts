import type { NumberForm } from '../model/export-formats.ts';
import type { ModelFile } from '../model/model-file.ts';

/** What is taken away, and how. */
export interface ExportSubject {
  readonly model: ModelFile;
  /** The name of the main file without its ending; those beside it begin with it. */
  readonly base: string;
  /** How a file of JSON writes weights. */
  readonly numbers: NumberForm;
}

/** A file that an export writes beside the one that was asked for. */
export interface FileBeside {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** The files of one export, all of them in memory: the one that was asked for, and those that it needs beside it. */
export interface ExportedFiles {
  readonly main: string | Uint8Array;
  readonly beside?: readonly FileBeside[];
}
