import { createFloatArray, type FloatArray, type Precision } from '../../core/float-array.ts';
import { PANEL } from '../kernels/plan-layout.ts';
import { numbersAt } from './arena.ts';
import { panelStride } from './layer-plan.ts';
import type { MachineMemory } from './machine-memory.ts';

interface Traced extends Pick<MachineMemory, 'layers' | 'sizes'> {
  readonly precision: Precision;
  readonly buffer: ArrayBufferLike;
  readonly predict: (inputs: FloatArray, rows: number) => unknown;
}

/**
 * What every layer gives on inputs: predicted in pieces as small as the layers' buffers, and read out of their panels.
 *
 * Shapes: inputs [rows, I], row after row; each layer's outputs [units, rows].
 * Source: the layout of panels, kernels/plan-layout.ts.
 */
export function traceLayers(
  { layers, sizes, precision, buffer, predict }: Traced,
  inputs: FloatArray,
  rows: number,
): FloatArray[] {
  const outputs = layers.map(({ shape }) => createFloatArray(precision, shape.units * rows));
  const I = sizes.inputs;
  const most = sizes.predictPanels * PANEL;
  for (let first = 0; first < rows; first += most) {
    const count = Math.min(most, rows - first);
    const piece = inputs.subarray(first * I, (first + count) * I);
    // A single row would go a way of its own, which keeps no panels.
    if (count === 1) predict(twice(piece, precision), 2);
    else predict(piece, count);
    layers.forEach(({ shape, output }, l) => {
      const stride = panelStride(shape.units, precision) / outputs[l]!.BYTES_PER_ELEMENT;
      const panels = numbersAt(buffer, precision, output, Math.ceil(count / PANEL) * stride);
      unpack(outputs[l]!, panels, { units: shape.units, stride, first, count, rows });
    });
  }
  return outputs;
}

function twice(row: FloatArray, precision: Precision): FloatArray {
  const rows = createFloatArray(precision, 2 * row.length);
  rows.set(row);
  rows.set(row, row.length);
  return rows;
}

/** Panels [panels][units][8], `stride` numbers apart → samples `first` to `first + count − 1` of [units, rows]. */
function unpack(
  to: FloatArray,
  panels: FloatArray,
  { units, stride, first, count, rows }: Record<'units' | 'stride' | 'first' | 'count' | 'rows', number>,
): void {
  for (let n = 0; n < count; n++) {
    const from = Math.floor(n / PANEL) * stride + (n % PANEL);
    for (let u = 0; u < units; u++) to[u * rows + first + n] = panels[from + u * PANEL]!;
  }
}
