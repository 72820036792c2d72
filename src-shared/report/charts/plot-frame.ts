import { element, type Markup, plain } from '../markup.ts';
import { type Axis, type AxisKind, axisOver, type Range } from './axis.ts';

/** A place for a drawing with two axes. Lengths are units of the drawing, at most about a CSS pixel each. */
export interface Plot {
  readonly width: number;
  readonly height: number;
  /** Where the vertical axis stands: behind its labels, however long they are. */
  readonly left: number;
  readonly x: Axis;
  readonly y: Axis;
}

interface PlotSettings {
  readonly width: number;
  readonly height: number;
  /** `isWhole`: of things that are counted, so that no tick stands between two of them. */
  readonly x: Range & { readonly kind: AxisKind; readonly label: string; readonly isWhole: boolean };
  readonly y: Range & { readonly kind: AxisKind; readonly label: string };
}

const MARGIN = { left: 62, right: 14, top: 30, bottom: 40 };
/** The line of words above the axes. */
export const LEGEND = 16;
/** Room that a label takes along its axis. */
const ROOM = { x: 48, y: 34 };
/** Of the name of the vertical axis and the gaps around its labels. */
const BESIDE_LABELS = 28;
/** Of a digit. */
const DIGIT = 7;
/** Share of the values' spread that stays free above and below them. */
const AIR = 0.05;

export function plotOver({ width, height, x, y }: PlotSettings): Plot {
  const right = width - MARGIN.right;
  const bottom = height - MARGIN.bottom;
  const up = axisOver(airy(y, y.kind), y.kind, [bottom, MARGIN.top], (bottom - MARGIN.top) / ROOM.y);
  const left = Math.max(
    MARGIN.left,
    BESIDE_LABELS + DIGIT * Math.max(...up.ticks.map(({ label }) => label.length)),
  );
  const along = axisOver(x, x.kind, [left, right], (right - left) / ROOM.x);
  return {
    width,
    height,
    left,
    x: x.isWhole ? { ...along, ticks: along.ticks.filter(({ value }) => Number.isInteger(value)) } : along,
    y: up,
  };
}

/** Within the numbers that there are: a loss may have come near the largest of them. */
function airy({ low, high }: Range, kind: AxisKind): Range {
  if (kind === 'log') {
    const factor = (high / low) ** AIR;
    return { low: Math.max(low / factor, Number.MIN_VALUE), high: Math.min(high * factor, Number.MAX_VALUE) };
  }
  const room = (high - low) * AIR;
  return Number.isFinite(room) ? { low: low - room, high: high + room } : { low, high };
}

/** A drawing within its axes. `title` is what it shows, for who cannot see it. */
export function plotMarkup(
  plot: Plot,
  settings: PlotSettings,
  title: string,
  ...drawn: readonly Markup[]
): Markup {
  const { width, height, left, x, y } = plot;
  const [right, top, bottom] = [width - MARGIN.right, MARGIN.top, height - MARGIN.bottom];
  return drawing(
    width,
    height,
    title,
    ...y.ticks.map(({ value }) => line(left, y.place(value), right, y.place(value), 'grid')),
    ...x.ticks.map(({ value }) => line(x.place(value), top, x.place(value), bottom, 'grid')),
    ...y.ticks.map(({ value, label }) => text(left - 7, y.place(value) + 4, label, 'end')),
    ...x.ticks.map(({ value, label }) => text(x.place(value), bottom + 16, label, 'middle')),
    text((left + right) / 2, height - 6, settings.x.label, 'middle', 'name'),
    element(
      'text',
      {
        x: 0,
        y: 0,
        'text-anchor': 'middle',
        class: 'name',
        transform: `translate(13 ${number((top + bottom) / 2)}) rotate(-90)`,
      },
      settings.y.label,
    ),
    ...drawn,
  );
}

/** An SVG with its title. */
export function drawing(width: number, height: number, title: string, ...content: readonly Markup[]): Markup {
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${number(width)} ${number(height)}`,
      width: number(width),
      height: number(height),
      role: 'img',
    },
    plain('title', title),
    ...content,
  );
}

export function line(x1: number, y1: number, x2: number, y2: number, className: string): Markup {
  return element('line', {
    x1: number(x1),
    y1: number(y1),
    x2: number(x2),
    y2: number(y2),
    class: className,
  });
}

export function text(
  x: number,
  y: number,
  content: string,
  anchor: 'start' | 'middle' | 'end',
  className = '',
): Markup {
  return element(
    'text',
    { x: number(x), y: number(y), 'text-anchor': anchor, class: className === '' ? null : className },
    content,
  );
}

/** A tenth of a unit is more than an eye sees. */
export function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}
