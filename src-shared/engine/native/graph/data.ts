import type { GraphBuilder } from '../../../onnx/graph-builder.ts';
import { ALL_ROWS, GRAPH_NAMES, type MaskInput, type StepSettings } from './graph-plan.ts';
import type { Operators } from './operators.ts';

/** Rows of training: X [rows, I], Y [rows, T]; weights [rows, 1], or null. */
export interface DataValues {
  readonly X: string;
  readonly Y: string;
  readonly weights: string | null;
}

/**
 * The inputs that hold the training rows.
 *
 * Shapes: as in `DataValues`.
 * Source: `GRAPH_NAMES`.
 */
export function dataInputs(graph: GraphBuilder, { shapes, hasRowWeights }: StepSettings): DataValues {
  return {
    X: graph.input(GRAPH_NAMES.inputs, 'float', [ALL_ROWS, shapes[0]!.inputs]),
    Y: graph.input(GRAPH_NAMES.targets, 'float', [ALL_ROWS, shapes.at(-1)!.units]),
    weights: hasRowWeights ? graph.input(GRAPH_NAMES.rowWeights, 'float', [ALL_ROWS, 1]) : null,
  };
}

/**
 * The rows of one step; all of them, as they stand, where there is no order.
 *
 * Shapes: order [N]; the values [N, …].
 * Source: `gatherRows` of the engine.
 */
export function batchNodes(o: Operators, { X, Y, weights }: DataValues, order: string | null): DataValues {
  const rowsOf = (values: string) => (order === null ? values : o.gatherRows(values, order));
  return {
    X: rowsOf(X),
    Y: rowsOf(Y),
    weights: weights === null ? null : rowsOf(weights),
  };
}

/**
 * The masks that a step takes, one for each dropout layer.
 *
 * Shapes: as in `MaskInput`.
 * Source: `dropoutFactors`.
 */
export function maskInputs({ shapes }: Pick<StepSettings, 'shapes'>): MaskInput[] {
  return shapes.flatMap((shape, layer) =>
    shape.type === 'dropout'
      ? [{ name: `mask ${String(layer)}`, layer, units: shape.units, rate: shape.rate }]
      : [],
  );
}
