import { element, type Markup } from '../markup.ts';
import { type AxisKind, isShown, kindFor, rangeOf } from './axis.ts';
import { LEGEND, line, number, type Plot, plotMarkup, plotOver, text } from './plot-frame.ts';

/** One line: x grows, y may be NaN, which is a gap. */
export interface Series {
  readonly label: string;
  /** How it looks, by a class of the style sheet. */
  readonly look: 'train' | 'validation' | 'test';
  readonly x: readonly number[];
  readonly y: readonly number[];
}

interface LineChart {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly series: readonly Series[];
  /** Whether the y axis may be logarithmic, where that shows more. */
  readonly mayBeLog: boolean;
  /** A place on the x axis that is pointed out. */
  readonly mark: { readonly at: number; readonly label: string } | null;
}

const SIZE = { width: 680, height: 270 };
/** Room of an entry of the legend. */
const ENTRY = 110;

export function lineChart({ title, x, y, series, mayBeLog, mark }: LineChart): Markup {
  const yRange = rangeOf(series.flatMap((own) => own.y));
  const settings = {
    ...SIZE,
    x: { ...rangeOf(series.flatMap((own) => own.x)), kind: 'linear', label: x, isWhole: true },
    y: { ...yRange, kind: mayBeLog ? kindFor(yRange) : 'linear', label: y },
  } as const;
  const plot = plotOver(settings);
  const left = plot.x.place(settings.x.low);
  return plotMarkup(
    plot,
    settings,
    title,
    ...(mark === null ? [] : markOf(plot, mark)),
    ...series.map((own) => lineOf(plot, own)),
    ...series.flatMap(({ label, look }, k) => entry(left + k * ENTRY, `line ${look}`, label)),
    ...(mark === null ? [] : entry(left + series.length * ENTRY, 'mark', mark.label)),
  );
}

function markOf({ x, y }: Plot, { at }: { at: number }): Markup[] {
  const [low, high] = y.ends;
  return [line(x.place(at), low, x.place(at), high, 'mark')];
}

/** One of the legend: how it is drawn, and its name. */
function entry(from: number, look: string, label: string): Markup[] {
  return [line(from, LEGEND - 4, from + 22, LEGEND - 4, look), text(from + 28, LEGEND, label, 'start')];
}

/** A line through all points that can be told apart, and a dot for one that has no neighbour. */
function lineOf({ x, y }: Plot, { look, ...own }: Series): Markup {
  const points = own.x.map((value, k) => ({ value, left: x.place(value), y: own.y[k]! }));
  const pieces = piecesOf(points, y.kind);
  const d = pieces.map((piece) =>
    thinned(piece)
      .map(({ left, y: value }, k) => `${k === 0 ? 'M' : 'L'}${number(left)} ${number(y.place(value))}`)
      .join('')
      // A line to where it is: a dot.
      .concat(piece.length === 1 ? 'h0' : ''),
  );
  return element('path', { d: d.join(''), class: `line ${look}` });
}

interface Point {
  readonly left: number;
  readonly y: number;
}

/** Cut where there is no value. */
function piecesOf(points: readonly Point[], kind: AxisKind): Point[][] {
  const pieces: Point[][] = [];
  let isOpen = false;
  for (const point of points) {
    const hasPlace = isShown(point.y, kind);
    if (hasPlace && isOpen) pieces.at(-1)!.push(point);
    else if (hasPlace) pieces.push([point]);
    isOpen = hasPlace;
  }
  return pieces;
}

/**
 * Of each unit of the drawing's width the first, the lowest, the highest and the last point, which look like all of them.
 * Source: the M4 aggregation of Jugel et al. 2014.
 */
function thinned(piece: readonly Point[]): readonly Point[] {
  if (piece.length <= 2 * SIZE.width) return piece;
  const kept: Point[] = [];
  for (let from = 0; from < piece.length;) {
    const column = Math.floor(piece[from]!.left);
    let to = from;
    let [low, high] = [from, from];
    for (; to < piece.length && Math.floor(piece[to]!.left) === column; to++) {
      if (piece[to]!.y < piece[low]!.y) low = to;
      if (piece[to]!.y > piece[high]!.y) high = to;
    }
    const places = new Set([from, ...[low, high].sort((a, b) => a - b), to - 1]);
    for (const place of places) kept.push(piece[place]!);
    from = to;
  }
  return kept;
}
