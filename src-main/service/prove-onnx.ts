import { AppError } from '@shared/core/errors.ts';
import { proveGraph, runHere } from '@shared/export/onnx/prove-graph.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { decodeModel } from '@shared/onnx/decode-model.ts';
import { readFile } from 'node:fs/promises';
import { fileError } from '../storage/file-errors.ts';
import { loadOnnxRuntime, runInOnnxRuntime } from './onnx-runtime.ts';
import type { ExportProof } from './prove-code.ts';

/**
 * Reads an .onnx file back and runs it on the model's golden cases, in ONNX Runtime where this machine has it, else in
 * Ninestep's own reading of the operators. Throws GOLDEN_CASE_MISMATCH.
 */
export async function proveOnnx(path: string, model: ModelFile): Promise<ExportProof> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw fileError(error, 'read', path);
  });
  const goldenCases = model.goldenCases.length;
  try {
    const { graph } = decodeModel(bytes);
    const runtime = await loadOnnxRuntime();
    const run = runtime === null ? runHere(graph) : runInOnnxRuntime(runtime, bytes);
    const largestDifference = await proveGraph(graph, model, run);
    return { goldenCases, largestDifference, notRun: null };
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new AppError(
      'GOLDEN_CASE_MISMATCH',
      `${path}: The exported file does not compute what the model does. ${what.slice(0, 400)}`,
      { at: path, cause: error },
    );
  }
}
