import type { Curve } from './curve.ts';
import { PART_STYLE } from './run-style.ts';

/** The name of a line among others: what tells it from them, and no more. */
export function endLabelOf(curve: Curve, all: readonly Curve[]): string {
  const part = PART_STYLE[curve.part].label;
  const name = curve.runs === 1 ? curve.name : `${curve.name} (mean of ${String(curve.runs)})`;
  if (all.every(({ runId }) => runId === curve.runId)) return part;
  return all.every((other) => other.part === curve.part) ? name : `${name}, ${part}`;
}

/** A long text is cut in its middle, as names differ at their ends. */
export function fitted(text: string, room: number, widthOf: (text: string) => number): string {
  let kept = text.length;
  let shorter = text;
  while (kept > 8 && widthOf(shorter) > room) {
    kept -= 2;
    shorter = `${text.slice(0, kept / 2)}…${text.slice(-kept / 2)}`;
  }
  return shorter;
}
