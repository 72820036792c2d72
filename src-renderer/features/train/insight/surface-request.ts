import type { SurfaceRequest } from '@shared/ipc/insight-contract.ts';
import type { RawValue } from '@shared/model/column-catalog.ts';
import type { DrawnInput } from '@shared/model/insight.ts';

/** What a person has chosen of a surface; null: not chosen. */
export interface SurfaceChoice {
  readonly x: string | null;
  readonly y: string | null;
  /** Raw values by column, of those that were moved away from what is usual. */
  readonly rest: Readonly<Record<string, RawValue>>;
}

export type NumberInput = Extract<DrawnInput, { min: number }>;

/** Places on each axis: as fine as is seen, and while a network is learning as fine as is quick. */
export const SURFACE_SIZE = { live: 48, still: 96 } as const;

/** How far beyond the training rows is shown, as a share of their range. */
const BEYOND = 0.1;

/** The columns that can stand on an axis. */
export function numberInputs(inputs: readonly DrawnInput[]): NumberInput[] {
  return inputs.filter((input): input is NumberInput => !('levels' in input));
}

/** The two columns on the axes: those chosen, else the first two that can be; null where there are not two. */
export function axesOf(
  inputs: readonly DrawnInput[],
  { x, y }: Pick<SurfaceChoice, 'x' | 'y'>,
): { x: NumberInput; y: NumberInput } | null {
  const numbers = numberInputs(inputs);
  const first = numbers.find(({ name }) => name === x) ?? numbers.find(({ name }) => name !== y);
  const second =
    numbers.find(({ name }) => name === y && name !== first?.name) ??
    numbers.find(({ name }) => name !== first?.name);
  return first === undefined || second === undefined ? null : { x: first, y: second };
}

/** Beyond its training rows on both sides; one value alone is given some room. */
export function shownRange({ min, max }: Pick<NumberInput, 'min' | 'max'>): [number, number] {
  const room = max > min ? (max - min) * BEYOND : Math.max(1, Math.abs(min) * BEYOND);
  return [min - room, max + room];
}

/** What stands for an input that is not on an axis: what was chosen, else the mean or the most frequent level. */
export function heldValue(input: DrawnInput, rest: SurfaceChoice['rest']): RawValue {
  const chosen = rest[input.name];
  if (chosen !== undefined) return chosen;
  return 'levels' in input ? input.typical : input.mean;
}

/** The request for a surface over two columns; null where there are not two to choose. */
export function surfaceRequest(
  inputs: readonly DrawnInput[],
  choice: SurfaceChoice,
  size: number,
): SurfaceRequest | null {
  const axes = axesOf(inputs, choice);
  if (axes === null) return null;
  return {
    x: axes.x.name,
    y: axes.y.name,
    xRange: shownRange(axes.x),
    yRange: shownRange(axes.y),
    size,
    rest: inputs.map((input) => heldValue(input, choice.rest)),
  };
}
