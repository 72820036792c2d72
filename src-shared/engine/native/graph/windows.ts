import type { LayerShape } from '../../../model/network.ts';
import { parameterOffsets } from '../../parameters.ts';
import type { Window } from './graph-plan.ts';

/** One tensor of a layer, and which layer that is. */
export interface LayerWindow extends Window {
  readonly layer: number;
}

/**
 * The parameters as the layers take them, in the order of the flat array: dense W [O, I] and b, normalisation γ and β.
 * What is added to a whole layer has a dimension for the rows: [units, 1], or [1, units] in the output layer.
 *
 * Shapes: as said; the windows follow one another without gaps.
 * Source: the layout of `Machine.parameters`.
 */
export function parameterWindows(shapes: readonly LayerShape[]): LayerWindow[] {
  const offsets = parameterOffsets(shapes);
  return shapes.flatMap((shape, layer) => {
    const { units } = shape;
    const perUnit = layer === shapes.length - 1 ? [1, units] : [units, 1];
    const window = { layer, array: 'parameters', slot: 0 } as const;
    const second = (name: string, length: number) => ({
      ...window,
      name: `${name} ${String(layer)}`,
      offset: offsets[layer]! + length,
      length: units,
      dims: perUnit,
    });
    switch (shape.type) {
      case 'dense': {
        const { inputs } = shape;
        const W = {
          ...window,
          name: `weights ${String(layer)}`,
          offset: offsets[layer]!,
          length: units * inputs,
          dims: [units, inputs],
        };
        return [W, second('bias', W.length)];
      }
      case 'batch-normalization':
      case 'layer-normalization':
        return [second('scale', 0), second('shift', units)];
      case 'dropout':
      case 'residual':
        return [];
    }
  });
}

/**
 * The running mean and variance of every batch normalisation, in the order of the flat array.
 *
 * Shapes: [units, 1] each.
 * Source: the layout of `Machine.statistics`.
 */
export function statisticsWindows(shapes: readonly LayerShape[]): LayerWindow[] {
  let offset = 0;
  return shapes.flatMap((shape, layer) => {
    if (shape.type !== 'batch-normalization') return [];
    const { units } = shape;
    return ['mean', 'variance'].map((name) => {
      offset += units;
      return {
        name: `running ${name} ${String(layer)}`,
        layer,
        array: 'statistics' as const,
        slot: 0,
        offset: offset - units,
        length: units,
        dims: [units, 1],
      };
    });
  });
}

/**
 * The names of the values of each layer, by the windows that they stand for.
 *
 * Shapes: one list a layer; `names` as many as windows.
 * Source: none.
 */
export function namesByLayer(
  shapes: readonly LayerShape[],
  windows: readonly LayerWindow[],
  names: readonly string[],
): string[][] {
  const lists = shapes.map((): string[] => []);
  windows.forEach(({ layer }, k) => lists[layer]!.push(names[k]!));
  return lists;
}
