import { formatCount } from '../core/text.ts';
import type { Layer } from './layer-catalog.ts';
import { settingName } from './setting-names.ts';
import type { SettingValue } from './settings.ts';

/** A value as people read it: the label of a choice, all digits of a number. Undefined: the setting is not there. */
export function settingText(path: string, value: SettingValue | undefined): string {
  if (value === undefined) return '–';
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'object') return layersText(value);
  if (typeof value === 'number') return numberText(path, value);
  const { field } = settingName(path);
  return (field?.kind === 'choice' ? field.options[value] : undefined) ?? value;
}

/** Seeds are names rather than counts: no separators. */
function numberText(path: string, value: number): string {
  const isCount = Number.isInteger(value) && Math.abs(value) < 1e15 && !path.endsWith('seed');
  return (isCount ? formatCount(value) : String(value)).replace('-', '−');
}

/** Hidden layers in short: "4 relu · dropout 0.5", "8 × (16 tanh)" for many alike, "none". */
export function layersText(layers: readonly Layer[]): string {
  const parts = layers.map((layer) => layerText(layer));
  const [first] = parts;
  if (first === undefined) return 'none';
  const allAlike = parts.length > 2 && parts.every((part) => part === first);
  return allAlike ? `${String(parts.length)} × (${first})` : parts.join(' · ');
}

/** A layer in two words: "32 relu", "dropout 0.5". */
export function layerText(layer: Layer, unitsText: (units: number) => string = formatCount): string {
  switch (layer.type) {
    case 'dense':
      return `${unitsText(layer.units)} ${layer.activation}`;
    case 'dropout':
      return `dropout ${String(layer.rate)}`;
    case 'batch-normalization':
      return 'batch norm';
    case 'layer-normalization':
      return 'layer norm';
    case 'residual':
      return `residual over ${String(layer.over)}`;
  }
}
