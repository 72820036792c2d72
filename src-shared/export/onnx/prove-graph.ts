import { AppError } from '../../core/errors.ts';
import { formatNumber, quote } from '../../core/text.ts';
import type { ModelFile } from '../../model/model-file.ts';
import { ELEMENT_TYPES, type OnnxGraph } from '../../onnx/onnx-model.ts';
import { runGraph } from '../../onnx/run/run-graph.ts';
import type { Value } from '../../onnx/run/value.ts';
import { createGraphCells, type GraphCell } from './golden-cases.ts';
import { precisionOf } from './write-layers.ts';

/** The cells of some rows, or their answers, under the name of the input or output. Shape of each: [N, 1]. */
export type GraphColumns = ReadonlyMap<string, readonly GraphCell[]>;

/** Whatever runs a graph. */
export type RunGraph = (columns: GraphColumns) => Promise<GraphColumns>;

/** Runs it in Ninestep itself. */
export function runHere(graph: OnnxGraph): RunGraph {
  return (columns) => {
    const inputs = graph.input.map(({ name, type }) => {
      return [name, columnValue(type?.tensorType?.elemType, columns.get(name) ?? [])] as const;
    });
    const answers = [...runGraph(graph, new Map(inputs))];
    return Promise.resolve(new Map(answers.map(([name, { data }]) => [name, Array.from<GraphCell>(data)])));
  };
}

function columnValue(elementType: number | undefined, cells: readonly GraphCell[]): Value {
  const dims = [cells.length, 1];
  if (elementType === ELEMENT_TYPES.string) return { type: 'string', dims, data: cells.map(String) };
  return { type: 'double', dims, data: Float64Array.from(cells, Number) };
}

/**
 * Relative to the size of an answer, or to its scale where that is larger. Ten times what ordinary networks differ by: deep
 * ones let the rounding of float32 grow, but a wrong weight or scaler shows far above.
 */
const TOLERANCES = { float32: 1e-4, float64: 1e-5 } as const;

/**
 * Runs a graph that was written of a model on the model's golden cases. Gives the largest difference in raw units; throws
 * GOLDEN_CASE_MISMATCH where one is too large.
 */
export async function proveGraph(graph: OnnxGraph, model: ModelFile, run: RunGraph): Promise<number> {
  const read = createGraphCells(model);
  const rows = model.goldenCases.map(({ inputs }) => read(inputs));
  const columns = graph.input.map(({ name }, k) => [name, rows.map((cells) => cells[k]!)] as const);
  const answers = await run(new Map(columns));
  const tolerance = TOLERANCES[precisionOf(model)];
  let largest = 0;
  model.outputs.forEach(({ transform }, t) => {
    const { name } = graph.output[t]!;
    const own = answers.get(name) ?? [];
    model.goldenCases.forEach(({ outputs }, k) => {
      const expected = outputs[t]!;
      const difference = Math.abs(Number(own[k]) - expected);
      const allowed = tolerance * Math.max(Math.abs(expected), Math.abs(transform.scale));
      if (!(difference <= allowed)) throw mismatch(name, k, Number(own[k]), expected);
      largest = Math.max(largest, difference);
    });
  });
  return largest;
}

function mismatch(name: string, k: number, found: number, expected: number): AppError {
  const at = `golden case ${String(k + 1)}`;
  return new AppError(
    'GOLDEN_CASE_MISMATCH',
    `${at}: The ONNX graph gives ${formatNumber(found)} for ${quote(name)} where the model gives ${formatNumber(expected)}.`,
    { at },
  );
}
