import { cHeader } from '@shared/export/code/c-header.ts';
import { casesOf } from '@shared/export/code/code-model.ts';
import { javascriptModule } from '@shared/export/code/javascript.ts';
import { pythonScript } from '@shared/export/code/python.ts';
import type { ExportedFiles, ExportSubject } from '@shared/export/exported-files.ts';
import { modelChecksum, modelJson } from '@shared/export/model-json.ts';
import type { ExportFormat } from '@shared/model/export-formats.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { verifyModelFile } from './operations.ts';
import { type ExportProof, proveC, proveJavascript, provePython } from './prove-code.ts';

/** A subject of this machine: what `ExportSubject` says, and where it comes from. */
export interface LocalSubject extends ExportSubject {
  /** The folder of the model's run, which has curves and seeds; null where there is the model file alone. */
  readonly directory: string | null;
}

/** One format: how it is written, and how what was written is proved. */
export interface ExportWriter {
  write(subject: LocalSubject): ExportedFiles | Promise<ExportedFiles>;
  /** What to show of files that are no text. */
  describe?(files: ExportedFiles): string;
  /** Reads what lies at `path` back and runs it on golden cases. Throws GOLDEN_CASE_MISMATCH. */
  prove(path: string, model: ModelFile): Promise<ExportProof>;
}

export const EXPORT_WRITERS: Readonly<Record<ExportFormat, ExportWriter>> = {
  json: {
    // Read with the defaults of this version filled in, so the checksum is taken anew.
    write: ({ model }) => ({ main: modelJson({ ...model, checksum: modelChecksum(model) }) }),
    prove: async (path) => ({ ...(await verifyModelFile(path)).verified, notRun: null }),
  },
  javascript: program(javascriptModule, proveJavascript),
  python: program(pythonScript, provePython),
  c: program(cHeader, proveC),
};

/** A program that tests itself on the golden cases it carries. */
function program(
  write: (model: ModelFile) => string,
  prove: (path: string) => Promise<Omit<ExportProof, 'goldenCases'>>,
): ExportWriter {
  return {
    write: ({ model }) => ({ main: write(model) }),
    prove: async (path, model) => ({ goldenCases: casesOf(model).length, ...(await prove(path)) }),
  };
}
