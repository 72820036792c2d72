import { csvText } from '@shared/core/csv-text.ts';
import { type Surface, surfaceRows } from './surface-view.ts';

/** Every place of the grid with its answers. */
export function surfaceCsv(surface: Surface, names: readonly string[]): string {
  const { request } = surface;
  const head = [request.x, request.y, ...names].map(csvText).join(',');
  const lines = surfaceRows(surface).map(({ x, y, answers }) => [x, y, ...answers].join(','));
  return `${[head, ...lines].join('\n')}\n`;
}
