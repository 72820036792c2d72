import { LIMITS } from '@shared/core/limits.ts';
import { type Experiment, shapesOf } from '@shared/model/experiment.ts';
import type { Layer } from '@shared/model/layer-catalog.ts';
import { mostParameters } from '@shared/model/training-memory.ts';
import { type LayerShape, layerShapes, type Network, parameterCount } from '@shared/model/network.ts';
import { countOf } from './count-of.ts';
import type { Fix } from './fix.ts';
import { changeLayers, removeLayers } from './network-edits.ts';
import { changeOptimizer } from './training.ts';

/** What can be done about a problem of one hidden layer, or of one of its settings. */
export function layerFixes(experiment: Experiment, index: number, name: string | undefined): Fix[] {
  switch (name) {
    case 'over':
      return [...residualFixes(shapesOf(experiment), index), removal(index)];
    case 'l1':
    case 'l2':
      return [withoutPenalty([index], name), takeLbfgs];
    case undefined:
      return [removal(index), takeAdam];
    default:
      return [];
  }
}

export function withoutPenalty(indices: readonly number[], name: 'l1' | 'l2'): Fix {
  return {
    label: 'Set it to 0',
    apply: edited((network) => changeLayers(network, indices, { [name]: 0 })),
  };
}

export const takeLbfgs: Fix = { label: 'Take L-BFGS', apply: (given) => changeOptimizer(given, 'lbfgs') };
export const takeAdam: Fix = { label: 'Take Adam', apply: (given) => changeOptimizer(given, 'adam') };

export const drawWeights: Fix = {
  label: 'Draw the initial weights',
  apply: edited(({ initial: _, ...network }) => network),
};

/** All dense layers narrower by the same share, as wide as the limit of parameters lets them be. */
export const shrinkLayers: Fix = {
  label: 'Shrink the layers to fit',
  apply: (experiment) => {
    const shapes = shapesOf(experiment);
    const inputs = shapes[0]?.inputs ?? 0;
    const outputs = shapes.at(-1)?.units ?? 0;
    const fits = (network: Network): boolean =>
      parameterCount(layerShapes(network, inputs, outputs)) <= mostParameters(experiment.training.precision);
    let low = 0;
    let high = 1;
    // To a thousandth: fewer digits than a person could tell apart.
    while (high - low > 1e-3) {
      const middle = (low + high) / 2;
      if (fits(scaled(experiment.network, middle))) low = middle;
      else high = middle;
    }
    return edited((network) => scaled(network, low))(experiment);
  },
};

function scaled(network: Network, share: number): Network {
  const narrower = (layer: Layer): Layer =>
    layer.type === 'dense' ? { ...layer, units: Math.max(1, Math.floor(layer.units * share)) } : layer;
  return { ...network, layers: network.layers.map(narrower) };
}

/** Another length that fits at this place, the nearest to what was meant; or the width that the connection asks for. */
function residualFixes(shapes: readonly LayerShape[], index: number): Fix[] {
  const shape = shapes[index];
  if (shape?.type !== 'residual') return [];
  const fitting = Array.from({ length: index }, (_, k) => k + 1)
    .filter((over) => shapes[index - over]?.inputs === shape.inputs)
    .sort((a, b) => Math.abs(a - shape.over) - Math.abs(b - shape.over));
  const shorter = fitting.slice(0, 1).map((over) => ({
    label: `Lead it around ${countOf(over, 'layer')}`,
    apply: edited((network) => changeLayers(network, [index], { over })),
  }));
  return [...widening(shapes, index, shape.over), ...shorter];
}

function widening(shapes: readonly LayerShape[], index: number, over: number): Fix[] {
  const width = shapes[index - over]?.inputs;
  const last = shapes.slice(0, index).findLastIndex(({ type }) => type === 'dense');
  // Outside of the connection a layer's width would change both of its ends, and wider than any layer may be none gets.
  if (width === undefined || last < index - over || width > LIMITS.units) return [];
  return [
    {
      label: `Give layer ${String(last + 1)} ${countOf(width, 'unit')}`,
      apply: edited((network) => changeLayers(network, [last], { units: width })),
    },
  ];
}

function removal(index: number): Fix {
  return { label: 'Remove it', apply: edited((network) => removeLayers(network, [index]).network) };
}

function edited(change: (network: Network) => Network): Fix['apply'] {
  return (experiment) => ({ ...experiment, network: change(experiment.network) });
}
