import type { Part } from '@shared/model/data-catalog.ts';

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
export const PART_STYLE: Record<Part, { label: string; alpha: string; dash: number[] }> = {
  train: { label: 'train', alpha: 'ff', dash: [] },
  validation: { label: 'validation', alpha: '80', dash: [] },
  test: { label: 'test', alpha: 'ff', dash: [2, 4] },
};
