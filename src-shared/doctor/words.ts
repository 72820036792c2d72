import { formatCount, formatNumber } from '../core/text.ts';
import { layerCatalog } from '../model/layer-catalog.ts';
import type { LayerShape } from '../model/network.ts';
import type { Evidence } from './finding.ts';

/** Below half a thousandth a share is no more than rounding. */
const NOTHING = 0.9995;

/** A share as people read it: "62 %", "0.4 %", "152 %". */
export function percent(share: number): string {
  const value = share * 100;
  return `${formatNumber(Math.abs(value) >= 10 ? Math.round(value) : Number(value.toPrecision(2)))} %`;
}

/** What is not left to explain: "62 %", and "nothing" where a constant answer is as good. */
export function explained(unexplained: number): string {
  return unexplained >= NOTHING ? 'nothing' : percent(1 - unexplained);
}

/** "Layer 2 (Dense)", "The output layer". */
export function layerName(shapes: readonly LayerShape[], layer: number): string {
  if (layer === shapes.length - 1) return 'The output layer';
  return `Layer ${formatCount(layer + 1)} (${layerCatalog[shapes[layer]!.type].label})`;
}

/** "layer 2", "layers 2, 3 and 5", for the middle of a sentence. */
export function layerList(layers: readonly number[]): string {
  const names = layers.map((layer) => formatCount(layer + 1));
  const last = names.pop() ?? '';
  return names.length === 0 ? `layer ${last}` : `layers ${names.join(', ')} and ${last}`;
}

/** What was measured beside what it is held against. */
export function measured(label: string, value: number | string, limit?: string): Evidence {
  const text = typeof value === 'number' ? formatNumber(value) : value;
  return { label, value: limit === undefined ? text : `${text} (${limit})` };
}
