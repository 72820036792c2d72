import type { FloatArray } from '../core/float-array.ts';
import { formatCount } from '../core/text.ts';
import { layerCatalog } from '../model/layer-catalog.ts';
import type { LayerShape } from '../model/network.ts';
import type { Machine, TrainingPart } from './machine.ts';
import { parameterOffsets } from './parameters.ts';

/** What stopped being a number first: of a training row (0 first), of a layer (0 first), or of the network as a whole. */
export type Diagnosis =
  | { readonly quantity: 'inputs' | 'targets'; readonly row: number }
  | { readonly quantity: 'parameters' | 'outputs' | 'gradients'; readonly layer: number }
  | { readonly quantity: 'loss' | 'update' };

interface Batch {
  readonly firstRow: number;
  readonly rows: number;
  readonly step: number;
}

interface Diagnosed {
  readonly shapes: readonly LayerShape[];
  readonly train: TrainingPart;
}

/**
 * Looks for the first quantity of a step that is not finite, in the order in which the step computes them: the batch,
 * then forward through the layers, the loss, and backward. Where all of it is finite, the update itself went too far.
 *
 * Shapes: `batch` are rows of the machine's order, as the step took them.
 * Source: the order of a training step; the article, steps 6 to 8.
 */
export function diagnose(machine: Machine, { shapes, train }: Diagnosed, batch: Batch): Diagnosis {
  const rows = machine.order.subarray(batch.firstRow, batch.firstRow + batch.rows);
  for (const quantity of ['inputs', 'targets'] as const) {
    const row = rows.find((candidate) => !isFiniteSample(train[quantity], candidate, train.rows));
    if (row !== undefined) return { quantity, row };
  }
  const loss = machine.computeGradients(batch);
  const offsets = parameterOffsets(shapes);
  const own = (values: FloatArray, l: number) =>
    values.subarray(offsets[l], offsets[l]! + shapes[l]!.parameters);
  for (let layer = 0; layer < shapes.length; layer++) {
    if (!own(machine.parameters, layer).every(Number.isFinite)) return { quantity: 'parameters', layer };
    if (!machine.layerNumbers(layer).outputs.every(Number.isFinite)) return { quantity: 'outputs', layer };
  }
  if (!Number.isFinite(loss)) return { quantity: 'loss' };
  for (let layer = shapes.length - 1; layer >= 0; layer--) {
    const isFinite =
      machine.layerNumbers(layer).gradients.every(Number.isFinite) &&
      own(machine.gradients, layer).every(Number.isFinite);
    if (!isFinite) return { quantity: 'gradients', layer };
  }
  return { quantity: 'update' };
}

/**
 * The diagnosis as the beginning of a sentence for a person: "Layer 2 (Dense): its outputs stopped being numbers".
 *
 * Shapes: none. Source: none, these are words.
 */
export function describeDiagnosis(diagnosis: Diagnosis, shapes: readonly LayerShape[]): string {
  switch (diagnosis.quantity) {
    case 'inputs':
    case 'targets':
      return `Training row ${formatCount(diagnosis.row + 1)}: its ${diagnosis.quantity} are not all numbers, seen`;
    case 'parameters':
      return `${nameOf(diagnosis.layer, shapes)}: its parameters are not all numbers, seen`;
    case 'outputs':
    case 'gradients':
      return `${nameOf(diagnosis.layer, shapes)}: its ${diagnosis.quantity} stopped being numbers`;
    case 'loss':
      return 'The loss stopped being a number';
    case 'update':
      return 'The update of the parameters went beyond all numbers';
  }
}

function nameOf(layer: number, shapes: readonly LayerShape[]): string {
  if (layer === shapes.length - 1) return 'The output layer';
  return `Layer ${formatCount(layer + 1)} (${layerCatalog[shapes[layer]!.type].label})`;
}

function isFiniteSample(values: FloatArray, row: number, rows: number): boolean {
  for (let k = row; k < values.length; k += rows) if (!Number.isFinite(values[k]!)) return false;
  return true;
}
