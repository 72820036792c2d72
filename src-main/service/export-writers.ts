import { cHeader } from '@shared/export/code/c-header.ts';
import { casesOf } from '@shared/export/code/code-model.ts';
import { javascriptDeclarations } from '@shared/export/code/javascript-declarations.ts';
import { javascriptModule } from '@shared/export/code/javascript.ts';
import { pythonScript } from '@shared/export/code/python.ts';
import type { ExportedFiles, FileBeside } from '@shared/export/exported-files.ts';
import { exportedModelJson } from '@shared/export/model-json.ts';
import { onnxModel } from '@shared/export/onnx/write-onnx.ts';
import { describeTfjs } from '@shared/export/tfjs/describe-weights.ts';
import { tfjsFiles } from '@shared/export/tfjs/tfjs-files.ts';
import type { ExportFormat } from '@shared/model/export-formats.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { decodeModel } from '@shared/onnx/decode-model.ts';
import { describeModel } from '@shared/onnx/describe-model.ts';
import { encodeModel } from '@shared/onnx/encode-model.ts';
import { ENGINE } from '../storage/engine-identity.ts';
import type { LocalSubject } from './local-subject.ts';
import { verifyModelFile } from './operations.ts';
import { type ExportProof, proveC, proveJavascript, provePython } from './prove-code.ts';
import { proveOnnx } from './prove-onnx.ts';
import { proveTfjs } from './prove-tfjs.ts';
import { proveReport, proveTables, writeReport, writeTables } from './report-writers.ts';

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
    write: ({ model, numbers }) => ({ main: exportedModelJson(model, numbers) }),
    prove: async (path) => ({ ...(await verifyModelFile(path)).verified, notRun: null }),
  },
  javascript: program(javascriptModule, proveJavascript, (model, base) => [
    { name: `${base}.d.mts`, content: javascriptDeclarations(model) },
  ]),
  python: program(pythonScript, provePython),
  c: program(cHeader, proveC),
  onnx: {
    write: ({ model }) => ({ main: encodeModel(onnxModel(model, ENGINE.version)) }),
    describe: ({ main }) => describeModel(decodeModel(main as Uint8Array)),
    prove: proveOnnx,
  },
  tfjs: {
    write: tfjsFiles,
    describe: describeTfjs,
    prove: async (path, model) => ({ goldenCases: casesOf(model).length, ...(await proveTfjs(path)) }),
  },
  report: { write: writeReport, prove: proveReport },
  tables: { write: writeTables, prove: proveTables },
};

/** A program that tests itself on the golden cases it carries. */
function program(
  write: (model: ModelFile) => string,
  prove: (path: string) => Promise<Omit<ExportProof, 'goldenCases'>>,
  writeBeside: (model: ModelFile, base: string) => FileBeside[] = () => [],
): ExportWriter {
  return {
    write: ({ model, base }) => ({ main: write(model), beside: writeBeside(model, base) }),
    prove: async (path, model) => ({ goldenCases: casesOf(model).length, ...(await prove(path)) }),
  };
}
