import type { ExportFormat } from '@shared/model/export-formats.ts';
import { jsonUses, onnxUses, tfjsUses } from './model-uses.ts';
import { cUses, javascriptUses, pythonUses } from './source-uses.ts';
import type { Use, UsedFile } from './use.ts';

const USES: Readonly<Record<ExportFormat, (file: UsedFile) => readonly Use[]>> = {
  json: jsonUses,
  onnx: onnxUses,
  tfjs: tfjsUses,
  javascript: javascriptUses,
  python: pythonUses,
  c: cUses,
  // What is read, not run.
  report: () => [],
  tables: () => [],
};

export function usesOf(format: ExportFormat, file: UsedFile): readonly Use[] {
  return USES[format](file);
}
