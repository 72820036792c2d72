import type { Part } from '@shared/model/data-catalog.ts';
import type { LineStyle } from './curve.ts';

const HUES = 10;
const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 2], [8, 3, 2, 3]];

/** The CSS variable of a run's colour, from its place in the order of creation. */
export function runColor(rank: number): string {
  return `var(${runToken(rank)})`;
}

export function runToken(rank: number): string {
  return `--run-${String(rank % HUES)}`;
}

/** From the eleventh run on, hues come again; a dash pattern tells them apart on chips. */
export function runDash(rank: number): readonly number[] {
  return DASHES[Math.floor(rank / HUES) % DASHES.length] ?? [];
}

/** Train solid, validation the same hue lighter, test dotted. */
export const PART_STYLE: Record<Part, { label: string; alpha: number; dash: readonly number[] }> = {
  train: { label: 'train', alpha: 1, dash: [] },
  validation: { label: 'validation', alpha: 0.7, dash: [] },
  test: { label: 'test', alpha: 1, dash: [2, 4] },
};

/** How a part of a run is drawn. Alone in its chart, it need not be told from the others and has the run's own dash. */
export function partStyle(
  part: Part,
  colorToken: string,
  dash: readonly number[],
  isAlone: boolean,
): LineStyle {
  const style = PART_STYLE[part];
  if (isAlone) return { colorToken, dash, alpha: 1 };
  return { colorToken, dash: style.dash.length > 0 ? style.dash : dash, alpha: style.alpha };
}
