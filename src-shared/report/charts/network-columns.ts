import { formatCount } from '../../core/text.ts';
import { OUTPUT_ACTIVATIONS } from '../../model/activations.ts';
import type { ModelFile, ModelLayer } from '../../model/model-file.ts';
import { type ReportedLayer, reportedLayers, valueNames } from '../reported-layers.ts';

/** What stands in one column of the picture of a network. */
export interface NetworkColumn {
  /** Units are drawn one by one or as a block; a band is a layer that acts on all of them; a gap stands for many columns. */
  readonly kind: 'units' | 'band' | 'gap';
  readonly units: number;
  /** One below the other. */
  readonly labels: readonly string[];
  /** [units, units of the column of units before] */
  readonly weights: readonly (readonly number[])[] | null;
  /** Columns back to where a residual connection begins; 0 for none. */
  readonly over: number;
}

/** More are not told apart on a page: of those between stands how many they are. */
const MOST_COLUMNS = 10;

/** The columns of a network's picture from left to right, the values that go in first. */
export function networkColumns(model: Pick<ModelFile, 'inputs' | 'layers'>): NetworkColumn[] {
  const values = valueNames(model.inputs).length;
  const inputs: NetworkColumn = { ...NOTHING, kind: 'units', units: values, labels: ['Input'] };
  const columns = [inputs, ...reportedLayers(model).map(columnOf)];
  if (columns.length <= MOST_COLUMNS) return columns;
  const head = Math.ceil((MOST_COLUMNS - 1) / 2);
  const tail = MOST_COLUMNS - 1 - head;
  const left = columns.length - head - tail;
  const gap: NetworkColumn = { ...NOTHING, kind: 'gap', labels: [`${formatCount(left)} layers`, 'more'] };
  // What leads into the part that is left out cannot be drawn.
  const last = columns.slice(-tail).map((column, k) => ({
    ...column,
    weights: k === 0 ? null : column.weights,
    over: column.over >= k ? 0 : column.over,
  }));
  return [...columns.slice(0, head), gap, ...last];
}

const NOTHING = { units: 0, weights: null, over: 0 } as const;

function columnOf({ layer, units, parameters }: ReportedLayer): NetworkColumn {
  const labels = [
    ...labelsOf(layer, units),
    ...(parameters === 0 ? [] : [`${formatCount(parameters)} par.`]),
  ];
  switch (layer.type) {
    case 'dense':
      return { kind: 'units', units, labels, weights: layer.W, over: 0 };
    case 'residual':
      return { ...NOTHING, kind: 'band', labels, over: layer.over };
    default:
      return { ...NOTHING, kind: 'band', labels };
  }
}

function labelsOf(layer: ModelLayer, units: number): string[] {
  switch (layer.type) {
    case 'dense':
      return [`Dense ${formatCount(units)}`, OUTPUT_ACTIVATIONS[layer.activation]];
    case 'batch-normalization':
      return ['Batch norm', ...activationText(layer.activation)];
    case 'layer-normalization':
      return ['Layer norm', ...activationText(layer.activation)];
    case 'residual':
      return ['Residual', `over ${String(layer.over)}`];
    case 'dropout':
      return ['Dropout', String(layer.rate)];
  }
}

function activationText(activation: keyof typeof OUTPUT_ACTIVATIONS): string[] {
  return activation === 'linear' ? [] : [OUTPUT_ACTIVATIONS[activation]];
}
