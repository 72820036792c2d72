import type { LayerShape } from '@shared/model/network.ts';
import { BELOW } from './node-frames.ts';
import { WIDEST_NAME } from './paint-text.ts';
import type { Margins } from './view.ts';

/** Width of a letter of a name, and of what stands beside it. */
const LETTER = 7.3;
const BESIDE = 24;
/** "12 columns" where there is no room for names. */
const LEAST_SIDE = 84;

/** Above the columns: ＋ and the frames of layers, or residual connections as well. */
const TOP = 38;
const TOP_WITH_ARCS = 66;

/** Room around the columns: names at the sides, captions below, ＋ and residual connections above. */
export function canvasMargins(
  inputs: readonly string[],
  targets: readonly string[],
  shapes: readonly LayerShape[],
): Margins {
  const hasArcs = shapes.some(({ type }) => type === 'residual');
  return {
    left: sideOf(inputs),
    right: sideOf(targets),
    top: hasArcs ? TOP_WITH_ARCS : TOP,
    bottom: BELOW + 8,
  };
}

function sideOf(names: readonly string[]): number {
  const longest = names.reduce((most, { length }) => Math.max(most, length), 0);
  return Math.max(LEAST_SIDE, Math.min(WIDEST_NAME, longest * LETTER) + BESIDE);
}
