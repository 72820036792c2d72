import { defaultsOf } from '@shared/model/fields.ts';
import { type Experiment, shapesOf } from '@shared/model/experiment.ts';
import { type Layer, layerCatalog, type LayerOf, type LayerType } from '@shared/model/layer-catalog.ts';

/** Some settings of a layer, by name. */
export type LayerChange = Readonly<Record<string, number | string | boolean>>;

/** A layer as whoever adds one at this place most likely wants it; a dense one looks like the one before it: who adds a third usually wants another of the same. */
export function newLayer(experiment: Experiment, index: number, type: LayerType): Layer {
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
