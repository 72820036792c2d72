import { BYTES_PER_NUMBER, type Precision } from '../../core/float-array.ts';
import { activationOf, type LayerShape } from '../../model/network.ts';
import { PANEL } from '../kernels/plan-layout.ts';
import type { Arena } from './arena.ts';

/** Where one layer's numbers stand in memory. Panels are [panels][units][8]. */
export interface LayerPlan {
  readonly shape: LayerShape;
  /** What comes in: the layer before's outputs, 0 for the batch's inputs. */
  readonly input: number;
  /** Panels of outputs; of pre-activations (the same place where nothing needs both); of gradients. */
  readonly output: number;
  readonly preActivation: number;
  readonly gradient: number;
  /** Parameters and their gradients: W and b, or γ and β. */
  readonly first: number;
  readonly second: number;
  readonly firstGradient: number;
  readonly secondGradient: number;
  /** Normalisation: panels of normalised inputs; 1/√(variance + ε), [8] a panel or [units]. */
  readonly normalized: number;
  readonly roots: number;
  /** Batch normalisation: running mean and variance, the batch's mean, its variance, each [units]. */
  readonly running: number;
  readonly mean: number;
  readonly variance: number;
}

const LINE_BYTES = 64;

interface Places {
  readonly parameters: number;
  readonly gradients: number;
  readonly statistics: number;
  /** Panels that the buffers hold. */
  readonly panels: number;
}

/** Reserves every layer's buffers. */
export function planLayers(
  arena: Arena,
  shapes: readonly LayerShape[],
  precision: Precision,
  { parameters, gradients, statistics, panels }: Places,
): LayerPlan[] {
  const bytes = BYTES_PER_NUMBER[precision];
  let input = 0;
  let offset = 0;
  let running = statistics;
  return shapes.map((shape) => {
    const panelBuffer = () => arena.bytes(panels * panelStride(shape.units, precision));
    const isNorm = shape.type === 'batch-normalization' || shape.type === 'layer-normalization';
    const firstCount = shape.type === 'dense' ? shape.units * shape.inputs : shape.units;
    const output = panelBuffer();
    const plan: LayerPlan = {
      shape,
      input,
      output,
      preActivation: needsBoth(shape) ? panelBuffer() : output,
      gradient: panelBuffer(),
      first: parameters + offset * bytes,
      second: parameters + (offset + firstCount) * bytes,
      firstGradient: gradients + offset * bytes,
      secondGradient: gradients + (offset + firstCount) * bytes,
      normalized: isNorm ? panelBuffer() : 0,
      roots: isNorm ? arena.numbers(Math.max(panels * PANEL, shape.units)) : 0,
      running,
      mean: shape.type === 'batch-normalization' ? arena.numbers(shape.units) : 0,
      variance: shape.type === 'batch-normalization' ? arena.numbers(shape.units) : 0,
    };
    offset += shape.parameters;
    if (shape.type === 'batch-normalization') running += 2 * shape.units * bytes;
    input = output;
    return plan;
  });
}

/** Bytes from one panel to the next: as in kernels/vectors.ts. */
export function panelStride(units: number, precision: Precision): number {
  const bytes = units * PANEL * BYTES_PER_NUMBER[precision];
  if (bytes < 1024) return bytes;
  const lines = Math.ceil(bytes / LINE_BYTES);
  return (lines % 2 === 0 ? lines + 1 : lines) * LINE_BYTES;
}

/** Whether the pre-activations are wanted after the activation: its slope, or a fused loss, is computed from them. */
function needsBoth(shape: LayerShape): boolean {
  const activation = activationOf(shape);
  return activation !== 'linear' && activation !== 'relu';
}

/** Bytes of all buffers of a layer for one panel. */
export function panelBytes(shapes: readonly LayerShape[], precision: Precision): number {
  const units = shapes.reduce((sum, shape) => {
    const isNorm = shape.type === 'batch-normalization' || shape.type === 'layer-normalization';
    return sum + shape.units * (2 + (needsBoth(shape) ? 1 : 0) + (isNorm ? 1 : 0));
  }, shapes[0]!.inputs);
  return units * PANEL * BYTES_PER_NUMBER[precision];
}
