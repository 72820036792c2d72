import * as layout from '../kernels/plan-layout.ts';
import type { Arena } from './arena.ts';
import { backwardOperations, predictionOperations } from './layer-operations.ts';
import { type LayerPlan, panelStride } from './layer-plan.ts';
import { writeWords } from './operation-list.ts';

/** The Jacobian's rows of one piece shall stay in the second cache. */
const PIECE_BYTES = 256 * 1024;
/** Where they are too long for that, a piece still has so many panels: the product is gone through once for all of them. */
const PIECE_PANELS = 16;
/** Multiply-adds of one call: some tenths of a second. */
const WORK_AT_ONCE = 5e8;

/** Where the product of the Jacobian and its residuals comes to stand, and how to have it computed. */
export interface JacobianPlan {
  readonly record: number;
  /** [P + 1, P + 1], lower triangle. */
  readonly product: number;
  /** Panels that one call takes: whole pieces, so that they do not depend on where calls begin. */
  readonly panelsPerCall: number;
  readonly write: (memory: DataView) => void;
}

/** Plans the memory that `normalEquations` needs beside the machine's own. In float64. */
export function planJacobian(
  arena: Arena,
  layers: readonly LayerPlan[],
  parameters: number,
  microPanels: number,
): JacobianPlan {
  const stride = panelStride(parameters + 1, 'float64');
  const output = layers.at(-1)!;
  const workPerPanel = layout.PANEL * output.shape.units * (parameters + 1) ** 2;
  const wanted = Math.max(
    Math.floor(PIECE_BYTES / stride),
    Math.min(PIECE_PANELS, Math.floor((2 * WORK_AT_ONCE) / workPerPanel)),
  );
  const panels = Math.max(1, Math.min(microPanels, wanted));
  const workPerPiece = panels * workPerPanel;
  const forwards = predictionOperations(layers).place(arena);
  const backwards = backwardOperations(layers).place(arena);
  const rows = arena.bytes(panels * stride);
  const product = arena.numbers((parameters + 1) ** 2);
  const withParameters = layers.filter(({ shape }) => shape.parameters > 0);
  const records = arena.words(withParameters.length * layout.JACOBIAN_LAYER_WORDS);
  const record = arena.words(layout.JACOBIAN_WORDS);
  return {
    record,
    product,
    panelsPerCall: panels * Math.ceil(WORK_AT_ONCE / workPerPiece),
    write: (memory) => {
      forwards.write(memory);
      backwards.write(memory);
      withParameters.forEach(({ shape, gradient, input, normalized }, k) => {
        const at = records + k * layout.JACOBIAN_LAYER_WORDS * 4;
        const isDense = shape.type === 'dense';
        const inputs = isDense ? shape.inputs : -1;
        writeWords(memory, at, [gradient, isDense ? input : normalized, shape.units, inputs]);
      });
      writeWords(memory, record, [
        forwards.operations,
        forwards.operationCount,
        backwards.operations,
        backwards.operationCount,
        output.gradient,
        output.output,
        records,
        withParameters.length,
        rows,
        product,
        parameters,
        panels,
      ]);
    },
  };
}
