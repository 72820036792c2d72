import { defaultsOf } from '@shared/model/fields.ts';
import { type Experiment, shapesOf } from '@shared/model/experiment.ts';
import { type Layer, layerCatalog } from '@shared/model/layer-catalog.ts';

function withLayers(experiment: Experiment, layers: Layer[]): Experiment {
  return { ...experiment, network: { ...experiment.network, layers } };
}

/** A new layer looks like the one before it: whoever adds a third usually wants another of the same. */
export function insertLayer(experiment: Experiment, index: number): Experiment {
  const { layers } = experiment.network;
  const before = layers[index - 1] ?? layers[index];
  const added: Layer = before ?? { type: 'dense', ...defaultsOf(layerCatalog.dense.fields) };
  return withLayers(experiment, layers.toSpliced(index, 0, { ...added }));
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

export function changeLayer(experiment: Experiment, index: number, change: Partial<Layer>): Experiment {
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
  const shapes = shapesOf(experiment);
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
