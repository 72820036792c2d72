import { OUTPUT_ACTIVATIONS } from '../../model/activations.ts';
import { layerCatalog } from '../../model/layer-catalog.ts';
import type { ModelFile, ModelLayer } from '../../model/model-file.ts';
import type { Cell, DataTable } from '../data-table.ts';
import { reportedLayers } from '../reported-layers.ts';

/** The layers of a model, the output last, with the spread of their weights. */
export function layersTable(model: Pick<ModelFile, 'inputs' | 'layers'>): DataTable {
  return {
    id: 'layers',
    title: 'Layers, the output last',
    columns: [
      'Layer',
      'Kind',
      'Inputs',
      'Units',
      'Activation',
      'Parameters',
      'Lowest weight',
      'Highest weight',
      'Settings',
    ],
    rows: reportedLayers(model).map(({ layer, inputs, units, parameters }, k): Cell[] => [
      String(k + 1),
      layerCatalog[layer.type].label,
      inputs,
      units,
      'activation' in layer ? OUTPUT_ACTIVATIONS[layer.activation] : null,
      parameters,
      ...weightRange(layer),
      settingsText(layer),
    ]),
  };
}

function weightRange(layer: ModelLayer): Cell[] {
  const lists = layer.type === 'dense' ? layer.W : 'gamma' in layer ? [layer.gamma] : [];
  if (lists.length === 0) return [null, null];
  let low = Infinity;
  let high = -Infinity;
  for (const list of lists) {
    for (const weight of list) {
      low = Math.min(low, weight);
      high = Math.max(high, weight);
    }
  }
  return [low, high];
}

function settingsText(layer: ModelLayer): Cell {
  switch (layer.type) {
    case 'dropout':
      return `rate ${String(layer.rate)} (in training)`;
    case 'residual':
      return `around ${String(layer.over)} ${layer.over === 1 ? 'layer' : 'layers'}`;
    case 'batch-normalization':
    case 'layer-normalization':
      return `ε = ${String(layer.epsilon)}`;
    case 'dense':
      return null;
  }
}
