import type { Drawing } from './svg-context.ts';

/** Marks drawn on top of a chart's lines. Positions are pixels of the canvas. */
interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface LineLabel {
  readonly x: number;
  y: number;
  readonly text: string;
}

const LABEL_HEIGHT = 14;
const MARK = 3.5;
/** Crosses closer together than this would run into a bar. */
const MARK_SPACING = 11;

/** A cross at the bottom for every value that is not a number: a gap in a line should not be overlooked. */
export function gapMarks(ctx: Drawing, area: Area, positions: readonly number[], color: string): void {
  const pixels = thinOut(positions);
  const [first] = pixels;
  if (first === undefined) return;
  const y = area.bottom - 8;
  ctx.setLineDash([]);
  ctx.strokeStyle = color;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  for (const x of pixels) {
    ctx.moveTo(x - MARK, y - MARK);
    ctx.lineTo(x + MARK, y + MARK);
    ctx.moveTo(x + MARK, y - MARK);
    ctx.lineTo(x - MARK, y + MARK);
  }
  ctx.stroke();
  ctx.fillStyle = color;
  ctx.textBaseline = 'alphabetic';
  ctx.textAlign = first > (area.left + area.right) / 2 ? 'right' : 'left';
  ctx.fillText('NaN or ∞', first, y - 9);
}

function thinOut(positions: readonly number[]): number[] {
  const kept: number[] = [];
  for (const x of positions.toSorted((a, b) => a - b)) {
    const last = kept.at(-1);
    if (last === undefined || x - last >= MARK_SPACING) kept.push(x);
  }
  return kept;
}

/** Names at the ends of the lines, moved apart where they would touch. */
export function endLabels(ctx: Drawing, area: Area, labels: readonly LineLabel[], color: string): void {
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  ctx.fillStyle = color;
  for (const label of spreadLabels(labels, area)) ctx.fillText(label.text, label.x + 8, label.y);
}

/** Keeps the order from top to bottom and the distance of a line of text. */
export function spreadLabels(
  labels: readonly LineLabel[],
  area: { top: number; bottom: number },
): LineLabel[] {
  const sorted = labels.map((label) => ({ ...label })).sort((a, b) => a.y - b.y);
  let least = area.top;
  for (const label of sorted) {
    label.y = Math.max(label.y, least);
    least = label.y + LABEL_HEIGHT;
  }
  let most = area.bottom;
  for (const label of sorted.toReversed()) {
    label.y = Math.min(label.y, most);
    most = label.y - LABEL_HEIGHT;
  }
  return sorted;
}
