import type { Layer } from '@shared/model/layer-catalog.ts';

/** The least that tells hidden layers apart, as one would type them: "8", "dropout 0.2", "residual 2". */
export function layerWords(layer: Layer): string {
  switch (layer.type) {
    case 'dense':
      return String(layer.units);
    case 'dropout':
      return `dropout ${String(layer.rate)}`;
    case 'residual':
      return `residual ${String(layer.over)}`;
    default:
      return layer.type;
  }
}
