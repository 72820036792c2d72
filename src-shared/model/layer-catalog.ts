import { LIMITS } from '../core/limits.ts';
import { ACTIVATIONS } from './activations.ts';
import { choice, integer, type ValuesOf } from './fields.ts';

/** Every kind of layer with its settings. The inspector, validation and schema all come from this table. */
export const layerCatalog = {
  dense: {
    label: 'Dense',
    help: 'Every unit takes every value of the layer before it: a = f(W·x + b).',
    fields: {
      units: integer(1, LIMITS.units, 16, 'Units', 'How many values the layer gives.'),
      activation: choice(ACTIVATIONS, 'relu', 'Activation', 'The function f applied to each unit.'),
    },
  },
} as const;

export type LayerType = keyof typeof layerCatalog;
export type Layer = {
  [T in LayerType]: { type: T } & ValuesOf<(typeof layerCatalog)[T]['fields']>;
}[LayerType];
