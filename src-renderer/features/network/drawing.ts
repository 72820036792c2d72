import { formatCount } from '@shared/core/text.ts';
import type { LayerParameters, LayerShape } from '@shared/model/network.ts';
import { layerTitle } from './layer-formula.ts';

/** Columns of more units than this are drawn as a block with its count. */
const MOST_DOTS = 16;
/** Pairs of dots beyond which single connections are no longer drawn. */
const MOST_EDGES = 1_200;
const COLUMN_GAP = 148;
/** Pixels at either side, where the names of the columns stand. */
export const SIDE = 132;
const TOP = 20;
const CAPTION = 56;
const BLOCK_WIDTH = 48;
const BAR_WIDTH = 12;
const ARC_RISE = 30;
const MOST_SPACING = 48;
const MOST_RADIUS = 13;
/** Names beside a block, and the height of a line of them. */
const MOST_NAMES = 9;
const NAME_HEIGHT = 20;

export interface DrawnColumn {
  readonly x: number;
  readonly units: number;
  /** Vertical centres of the units; empty for a block. */
  readonly dots: readonly number[];
  readonly radius: number;
  readonly block: { readonly y: number; readonly height: number; readonly width: number } | null;
  /** A layer that is no dense one: a thin block without its count. */
  readonly isBar: boolean;
  readonly title: string;
  readonly detail: string;
}

export interface DrawnEdge {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  /** Of the initial weight, where it is given: its sign and how large it is among its layer, 0 to 1. */
  readonly sign: -1 | 0 | 1;
  readonly strength: number;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly columns: readonly DrawnColumn[];
  readonly edges: readonly DrawnEdge[];
  /** Between columns too large for single connections: the outline of all of them. */
  readonly bands: readonly string[];
  /** Residual connections, as paths. */
  readonly arcs: readonly string[];
  /** The part of the height that columns and captions take. */
  readonly frame: { readonly top: number; readonly height: number };
  readonly captionY: number;
}

/** A name beside a column, or how many names are left out there. */
export interface PlacedName {
  readonly y: number;
  readonly text: string;
  readonly isName: boolean;
}

/** Where the names of a column's units stand: one at each dot; beside a block the first few, a count, and the last. */
export function namesAt(names: readonly string[], { dots, block }: DrawnColumn): PlacedName[] {
  if (block === null) return dots.map((y, k) => ({ y, text: names[k] ?? '', isName: true }));
  const rows = Math.max(3, Math.min(MOST_NAMES, Math.floor(block.height / NAME_HEIGHT)));
  const left = names.length - (rows - 1);
  const more = { text: `… ${formatCount(left)} more …`, isName: false };
  const texts = [
    ...names.slice(0, rows - 2).map((text) => ({ text, isName: true })),
    more,
    ...names.slice(-1).map((text) => ({ text, isName: true })),
  ];
  const middle = block.y + block.height / 2;
  return texts.map((placed, k) => ({ ...placed, y: middle + (k - (texts.length - 1) / 2) * NAME_HEIGHT }));
}

/** Where everything of a network stands, in pixels: inputs at the left, outputs at the right. */
export function drawNetwork(
  shapes: readonly LayerShape[],
  size: { width: number; height: number },
  initial?: readonly LayerParameters[],
): Drawing {
  const inputs = shapes[0]?.inputs ?? 0;
  const least = 2 * SIDE + shapes.length * COLUMN_GAP;
  const width = Math.max(size.width, least);
  const gap = shapes.length === 0 ? 0 : (width - 2 * SIDE) / shapes.length;
  const above = shapes.some(({ type }) => type === 'residual') ? TOP + ARC_RISE : TOP;
  const room = Math.max(120, size.height - above - CAPTION);
  const tallest = Math.max(
    ...[inputs, ...shapes.map(({ units }) => units)].map((units) => columnHeight(units, room)),
  );
  // The picture and its captions stand together in the middle, however much room there is.
  const top = above + Math.max(0, (room - tallest) / 2);
  const middle = top + tallest / 2;
  const columns = [
    column(SIDE, inputs, room, middle, `Input ${formatCount(inputs)}`, 'scaled columns'),
    ...shapes.map((shape, k) =>
      (shape.type === 'dense' ? column : bar)(
        SIDE + (k + 1) * gap,
        shape.units,
        room,
        middle,
        layerTitle(shape),
        parameterText(shape.parameters),
      ),
    ),
  ];
  return {
    width,
    height: above + room + CAPTION,
    columns,
    ...connections(shapes, columns, initial),
    arcs: shapes.flatMap((shape, k) => residualArc(shape, k, columns)),
    frame: { top: Math.max(2, top - 14), height: tallest + CAPTION + 22 },
    captionY: top + tallest + 28,
  };
}

function connections(
  shapes: readonly LayerShape[],
  columns: readonly DrawnColumn[],
  initial: readonly LayerParameters[] | undefined,
): Pick<Drawing, 'edges' | 'bands'> {
  const edges: DrawnEdge[] = [];
  const bands: string[] = [];
  let given = 0;
  shapes.forEach(({ type }, k) => {
    const from = columns[k]!;
    const to = columns[k + 1]!;
    const W = type === 'dense' ? initial?.[given++]?.W : undefined;
    if (from.block !== null || to.block !== null || from.units * to.units > MOST_EDGES) {
      bands.push(band(from, to));
    } else edges.push(...connect(from, to, W));
  });
  return { edges, bands };
}

/** From what goes into the first layer that a residual connection leads around, over them all, to where it is added. */
function residualArc(shape: LayerShape, index: number, columns: readonly DrawnColumn[]): string[] {
  if (shape.type !== 'residual') return [];
  const from = columns[index - shape.over];
  const to = columns[index + 1];
  if (from === undefined || to === undefined) return [];
  const ends = [from, to].map((drawn) => ({ x: drawn.x, y: extent(drawn)[0] - drawn.radius - 4 }));
  const [start, end] = ends as [{ x: number; y: number }, { x: number; y: number }];
  const peak = Math.min(start.y, end.y) - ARC_RISE;
  const point = (x: number, y: number) => `${x.toFixed(1)},${y.toFixed(1)}`;
  return [
    `M${point(start.x, start.y)} C${point(start.x, peak)} ${point(end.x, peak)} ${point(end.x, end.y)}`,
  ];
}

function parameterText(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'parameter' : 'parameters'}`;
}

function column(
  x: number,
  units: number,
  room: number,
  middle: number,
  title: string,
  detail: string,
): DrawnColumn {
  if (units > MOST_DOTS) {
    const height = columnHeight(units, room);
    const block = { y: middle - height / 2, height, width: BLOCK_WIDTH };
    return { x, units, dots: [], radius: 0, block, isBar: false, title, detail };
  }
  const spacing = dotSpacing(units, room);
  const radius = Math.min(MOST_RADIUS, spacing * 0.34);
  const dots = Array.from({ length: units }, (_, k) => middle + (k - (units - 1) / 2) * spacing);
  return { x, units, dots, radius, block: null, isBar: false, title, detail };
}

/** A layer that works on each value as it comes: thin, and as high as the column of its units would be. */
function bar(
  x: number,
  units: number,
  room: number,
  middle: number,
  title: string,
  detail: string,
): DrawnColumn {
  const height = columnHeight(units, room);
  const block = { y: middle - height / 2, height, width: BAR_WIDTH };
  return { x, units, dots: [], radius: 0, block, isBar: true, title, detail };
}

function dotSpacing(units: number, room: number): number {
  return Math.min(MOST_SPACING, room / Math.max(1, units));
}

/** A block grows with the logarithm of its units. */
function columnHeight(units: number, room: number): number {
  if (units <= MOST_DOTS) return units * dotSpacing(units, room);
  return Math.min(room, 140 + 24 * Math.log2(units / MOST_DOTS));
}

function connect(
  from: DrawnColumn,
  to: DrawnColumn,
  W: readonly (readonly number[])[] | undefined,
): DrawnEdge[] {
  const largest = W === undefined ? 1 : Math.max(1e-12, ...W.flat().map(Math.abs));
  return to.dots.flatMap((y2, unit) =>
    from.dots.map((y1, input) => {
      const weight = W?.[unit]?.[input];
      return {
        x1: from.x + from.radius,
        y1,
        x2: to.x - to.radius,
        y2,
        sign: weight === undefined ? 0 : weight < 0 ? -1 : 1,
        strength: weight === undefined ? 0.25 : Math.abs(weight) / largest,
      } satisfies DrawnEdge;
    }),
  );
}

function band(from: DrawnColumn, to: DrawnColumn): string {
  const [top1, bottom1] = extent(from);
  const [top2, bottom2] = extent(to);
  const x1 = from.x + reach(from);
  const x2 = to.x - reach(to);
  const points = [
    [x1, top1],
    [x2, top2],
    [x2, bottom2],
    [x1, bottom1],
  ];
  return points.map(([x, y]) => `${(x ?? 0).toFixed(1)},${(y ?? 0).toFixed(1)}`).join(' ');
}

function extent(drawn: DrawnColumn): [number, number] {
  if (drawn.block !== null) return [drawn.block.y, drawn.block.y + drawn.block.height];
  return [drawn.dots[0] ?? 0, drawn.dots.at(-1) ?? 0];
}

function reach(drawn: DrawnColumn): number {
  return drawn.block === null ? drawn.radius : drawn.block.width / 2;
}
