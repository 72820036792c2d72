import { createGraphCells, type GraphCell } from '@shared/export/onnx/golden-cases.ts';
import { type RunGraph, runHere } from '@shared/export/onnx/prove-graph.ts';
import { onnxModel } from '@shared/export/onnx/write-onnx.ts';
import type { RawValue } from '@shared/model/column-catalog.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { decodeModel } from '@shared/onnx/decode-model.ts';
import { encodeModel } from '@shared/onnx/encode-model.ts';
import type { OnnxModel } from '@shared/onnx/onnx-model.ts';
import { loadOnnxRuntime, runInOnnxRuntime } from '../../src-main/service/onnx-runtime.ts';

interface Runner {
  name: string;
  isThere: boolean;
  runnerOf: (model: OnnxModel) => RunGraph;
}

const runtime = await loadOnnxRuntime();

/** What runs the bytes of a graph: ONNX Runtime, where it is installed, and Ninestep itself. */
export const ONNX_RUNNERS: readonly Runner[] = [
  {
    name: 'onnxruntime-node',
    isThere: runtime !== null,
    runnerOf: (model) => runInOnnxRuntime(runtime!, encodeModel(model)),
  },
  {
    name: 'Ninestep itself',
    isThere: true,
    runnerOf: (model) => runHere(decodeModel(encodeModel(model)).graph),
  },
];

interface Answers {
  /** Shape [rows][outputs]. */
  values: number[][];
  /** Shape [rows][columns of classes]. */
  classes: GraphCell[][];
}

/** Answers of a model's graph to rows, as raw cells that the model takes. */
export function graphAnswers(
  model: ModelFile,
  runner: Runner,
  rows: readonly RawValue[][],
): Promise<Answers> {
  return answersToCells(model, runner, rows.map(createGraphCells(model)));
}

/** As `graphAnswers`, of what the graph itself takes: it refuses nothing. */
export async function answersToCells(
  model: ModelFile,
  runner: Runner,
  rows: readonly (readonly GraphCell[])[],
): Promise<Answers> {
  const onnx = onnxModel(model, 'test');
  const columns = onnx.graph.input.map(({ name }, k) => [name, rows.map((cells) => cells[k]!)] as const);
  const answers = await runner.runnerOf(onnx)(new Map(columns));
  const names = onnx.graph.output.map(({ name }) => name);
  const byRow = (own: readonly string[]) => rows.map((_, row) => own.map((name) => answers.get(name)![row]!));
  const count = model.outputs.length;
  return {
    values: byRow(names.slice(0, count)).map((row) => row.map(Number)),
    classes: byRow(names.slice(count)),
  };
}
