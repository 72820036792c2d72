import { defaultsOf } from '@shared/model/fields.ts';
import { type Experiment, shapesOf } from '@shared/model/experiment.ts';
import { type Layer, layerCatalog, type LayerOf, type LayerType } from '@shared/model/layer-catalog.ts';

/** Some settings of a layer, by name. */
export type LayerChange = Readonly<Record<string, number | string | boolean>>;

function withLayers(experiment: Experiment, layers: Layer[]): Experiment {
  return { ...experiment, network: { ...experiment.network, layers } };
}

/** Adds a layer of a kind. A new dense layer looks like the one before it: whoever adds a third usually wants another of the same. */
export function insertLayer(experiment: Experiment, index: number, type: LayerType = 'dense'): Experiment {
  const { layers } = experiment.network;
  return withLayers(experiment, layers.toSpliced(index, 0, newLayer(experiment, index, type)));
}

export function duplicateLayer(experiment: Experiment, index: number): Experiment {
  const { layers } = experiment.network;
  const copied = layers[index];
  return copied === undefined
    ? experiment
    : withLayers(experiment, layers.toSpliced(index + 1, 0, { ...copied }));
}

function newLayer(experiment: Experiment, index: number, type: LayerType): Layer {
  const { layers } = experiment.network;
  switch (type) {
    case 'dense': {
      const before = layers.slice(0, index).findLast(isDense) ?? layers.find(isDense);
      return { ...(before ?? { type, ...defaultsOf(layerCatalog.dense.fields) }) };
    }
    case 'residual':
      return { type, over: fittingOver(experiment, index) };
    default:
      return { type, ...defaultsOf(layerCatalog[type].fields) } as Layer;
  }
}

function isDense(layer: Layer): layer is LayerOf<'dense'> {
  return layer.type === 'dense';
}

/** A connection over two layers if that fits at this place, else over the fewest that do; two where none do. */
function fittingOver(experiment: Experiment, index: number): number {
  const shapes = shapesOf(experiment);
  const width = shapes[index]?.inputs;
  const usual = layerCatalog.residual.fields.over.default;
  const candidates = [usual, ...Array.from({ length: index }, (_, k) => k + 1)];
  return candidates.find((over) => over <= index && shapes[index - over]?.inputs === width) ?? usual;
}

export function removeLayer(experiment: Experiment, index: number): Experiment {
  return withLayers(experiment, experiment.network.layers.toSpliced(index, 1));
}

/** Moves a layer by one place; past either end it stays. */
export function moveLayer(experiment: Experiment, index: number, by: -1 | 1): Experiment {
  const { layers } = experiment.network;
  const moved = layers[index];
  const target = index + by;
  if (moved === undefined || target < 0 || target >= layers.length) return experiment;
  return withLayers(experiment, layers.toSpliced(index, 1).toSpliced(target, 0, moved));
}

/** `change` holds settings of that layer's own kind, as its form gives them. */
export function changeLayer(experiment: Experiment, index: number, change: LayerChange): Experiment {
  const { layers } = experiment.network;
  const layer = layers[index];
  return layer === undefined
    ? experiment
    : withLayers(experiment, layers.with(index, { ...layer, ...change }));
}

/** Explicit initial parameters that no longer fit the layers are left out; the weights are then drawn. */
export function dropUnfitInitial(experiment: Experiment): Experiment {
  const { initial, ...network } = experiment.network;
  if (initial === undefined) return experiment;
  const shapes = shapesOf(experiment).filter((shape) => shape.type === 'dense');
  const fits =
    initial.length === shapes.length &&
    initial.every(({ W, b }, k) => {
      const shape = shapes[k];
      return (
        W.length === shape?.units && b.length === shape.units && W.every((row) => row.length === shape.inputs)
      );
    });
  return fits ? experiment : { ...experiment, network };
}
