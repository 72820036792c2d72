import type { Picture } from './layout.ts';
import type { Arrangement } from './reorder.ts';
import type { View } from './view.ts';

/** Pixels that the frames of layers reach above the columns, and below them, where the captions stand. */
export const ABOVE = 20;
export const BELOW = 48;
/** Layers stand out of the ground by this much at the least, so that they can be pressed. */
const LEAST_HIT = 26;
/** A frame is no wider than its caption needs, so that ＋ finds room beside it. */
const CAPTION_WIDTH = 128;

/** Where the frame of a column stands, in pixels from the corner of the picture. */
export interface NodeFrame {
  readonly left: number;
  readonly width: number;
  /** From its left side to the middle of the column. */
  readonly middle: number;
  readonly hitWidth: number;
  readonly columnTop: number;
}

/** Frames of all columns, that of the output with the `beside` pixels of names next to it. Moving the picture leaves them. */
export function nodeFrames(
  { columns }: Picture,
  { centres }: Arrangement,
  { zoom }: Pick<View, 'zoom'>,
  beside: number,
): NodeFrame[] {
  return columns.map(({ index, slot, halfWidth, top }) => {
    const around = Math.max(8, Math.min(slot * zoom - 6, Math.max(CAPTION_WIDTH, 2 * halfWidth * zoom + 40)));
    const middle = around / 2;
    const isLast = index === columns.length - 1;
    return {
      left: centres[index]! * zoom - middle,
      width: isLast ? middle + Math.max(middle, halfWidth * zoom + beside) : around,
      middle,
      hitWidth: Math.min(around, Math.max(LEAST_HIT, 2 * halfWidth * zoom + 22)),
      columnTop: top * zoom + ABOVE,
    };
  });
}

/** Middle of the free way between a column and the one before it, where a layer can be added. */
export function gapMiddle(
  { columns }: Picture,
  { centres }: Arrangement,
  index: number,
  zoom: number,
): number {
  const [before, after] = [columns[index - 1]!, columns[index]!];
  const left = centres[before.index]! + before.halfWidth;
  const right = centres[after.index]! - after.halfWidth;
  return ((left + right) / 2) * zoom;
}

/** Pixels between columns from which on all ＋ between them are shown; below, only the one that is pointed at. */
const ROOMY = 90;

/** Whether a ＋ is shown: all of them where there is room, else the one nearest to the pointer. */
export function isMarkShown(
  picture: Picture,
  marks: readonly number[],
  k: number,
  pointerX: number | null,
  zoom: number,
): boolean {
  if (pointerX === null) return false;
  const slot = (picture.width * zoom) / picture.columns.length;
  if (slot >= ROOMY) return true;
  const distances = marks.map((x) => Math.abs(x - pointerX));
  return distances[k] === Math.min(...distances);
}
