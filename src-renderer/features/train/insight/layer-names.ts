import { type Experiment, shapesOf } from '@shared/model/experiment.ts';
import { ACTIVATIONS, type UnitActivation } from '@shared/model/activations.ts';
import { layerCatalog } from '@shared/model/layer-catalog.ts';
import { activationOf, type LayerShape } from '@shared/model/network.ts';

/** CSS variables of the style sheet, for the first layer to the last. */
export const LAYER_TOKENS = [0, 1, 2, 3, 4, 5].map((k) => `--layer-${String(k)}`);

/** A layer as charts of the inside name and colour it. */
export interface NamedLayer {
  /** Place among the layers, the output layer last, 0 first. */
  readonly index: number;
  /** For where there is little room: "3", "out". */
  readonly short: string;
  /** "3 · Dense 64 · ReLU" */
  readonly name: string;
  /** Name of the CSS variable of its colour. */
  readonly colorToken: string;
  readonly units: number;
  readonly hasParameters: boolean;
}

/** The layers of an experiment's network, the output layer last. */
export function namedLayers(experiment: Pick<Experiment, 'data' | 'network'>): NamedLayer[] {
  const shapes = shapesOf(experiment);
  return shapes.map((shape, index) => {
    const isOutput = index === shapes.length - 1;
    const short = isOutput ? 'out' : String(index + 1);
    return {
      index,
      short,
      name: `${isOutput ? 'Output' : short} · ${described(shape)}`,
      colorToken: layerToken(index, shapes.length),
      units: shape.units,
      hasParameters: shape.parameters > 0,
    };
  });
}

function described(shape: LayerShape): string {
  const { label } = layerCatalog[shape.type];
  const size = shape.type === 'dense' ? `${label} ${String(shape.units)}` : label;
  const activation = activationOf(shape);
  if (activation === 'linear') return size;
  return `${size} · ${activation === 'softmax' ? 'Softmax' : ACTIVATIONS[activation satisfies UnitActivation]}`;
}

/** The CSS variable of a layer's colour, by its depth among `count` layers. */
export function layerToken(index: number, count: number): string {
  const last = LAYER_TOKENS.length - 1;
  return LAYER_TOKENS[count <= 1 ? last : Math.round((index / (count - 1)) * last)]!;
}
