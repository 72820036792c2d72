import type { Field, FieldTable } from '@shared/model/fields.ts';
import { layerCatalog, type LayerType } from '@shared/model/layer-catalog.ts';

/** The setting of each kind of layer that the list itself holds, where one number matters most. */
const MAIN_FIELDS: Partial<Record<LayerType, string>> = { dense: 'units', dropout: 'rate', residual: 'over' };

export function mainField(type: LayerType): { name: string; field: Field | undefined } {
  const name = MAIN_FIELDS[type] ?? '';
  const table: FieldTable = layerCatalog[type].fields;
  return { name, field: table[name] };
}
