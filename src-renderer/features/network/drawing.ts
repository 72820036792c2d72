import { formatCount } from '@shared/core/text.ts';
import { ACTIVATIONS } from '@shared/model/activations.ts';
import { layerCatalog } from '@shared/model/layer-catalog.ts';
import type { LayerParameters, LayerShape } from '@shared/model/network.ts';

/** Columns of more units than this are drawn as a block with its count. */
const MOST_DOTS = 16;
/** Pairs of dots beyond which single connections are no longer drawn. */
const MOST_EDGES = 1_200;
const COLUMN_GAP = 148;
const SIDE = 132;
const TOP = 20;
const CAPTION = 56;
const BLOCK_WIDTH = 48;
const MOST_SPACING = 48;
const MOST_RADIUS = 13;

export interface DrawnColumn {
  readonly x: number;
  readonly units: number;
  /** Vertical centres of the units; empty for a block. */
  readonly dots: readonly number[];
  readonly radius: number;
  readonly block: { readonly y: number; readonly height: number; readonly width: number } | null;
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
  /** The part of the height that columns and captions take. */
  readonly frame: { readonly top: number; readonly height: number };
  readonly captionY: number;
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
  const room = Math.max(120, size.height - TOP - CAPTION);
  const tallest = Math.max(
    ...[inputs, ...shapes.map(({ units }) => units)].map((units) => columnHeight(units, room)),
  );
  // The picture and its captions stand together in the middle, however much room there is.
  const top = TOP + Math.max(0, (room - tallest) / 2);
  const middle = top + tallest / 2;
  const columns = [
    column(SIDE, inputs, room, middle, `Input ${formatCount(inputs)}`, 'scaled columns'),
    ...shapes.map((shape, k) =>
      column(
        SIDE + (k + 1) * gap,
        shape.units,
        room,
        middle,
        layerTitle(shape),
        parameterText(shape.parameters),
      ),
    ),
  ];
  const edges: DrawnEdge[] = [];
  const bands: string[] = [];
  for (let k = 0; k < shapes.length; k++) {
    const from = columns[k]!;
    const to = columns[k + 1]!;
    if (from.block !== null || to.block !== null || from.units * to.units > MOST_EDGES)
      bands.push(band(from, to));
    else edges.push(...connect(from, to, initial?.[k]?.W));
  }
  return {
    width,
    height: TOP + room + CAPTION,
    columns,
    edges,
    bands,
    frame: { top: Math.max(2, top - 14), height: tallest + CAPTION + 22 },
    captionY: top + tallest + 28,
  };
}

export function layerTitle(shape: Pick<LayerShape, 'type' | 'units' | 'activation'>): string {
  return `${layerCatalog[shape.type].label} ${formatCount(shape.units)} · ${ACTIVATIONS[shape.activation]}`;
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
    return { x, units, dots: [], radius: 0, block, title, detail };
  }
  const spacing = dotSpacing(units, room);
  const radius = Math.min(MOST_RADIUS, spacing * 0.34);
  const dots = Array.from({ length: units }, (_, k) => middle + (k - (units - 1) / 2) * spacing);
  return { x, units, dots, radius, block: null, title, detail };
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
