import type { LayerShape } from '@shared/model/network.ts';

/** Columns of more units than this are drawn as a block with its count. */
const MOST_DOTS = 16;
/** Places of a block at which connections end, each for an equal part of its units. */
const BLOCK_PORTS = 8;
/** Width of the place that a column takes in line, at zoom 1. */
const DENSE_SLOT = 118;
const BAR_SLOT = 76;
/** Columns stand closer where there is little room and further apart where there is much, within these factors. */
const LEAST_STRETCH = 0.72;
const MOST_STRETCH = 1.9;
const BLOCK_WIDTH = 54;
const BAR_WIDTH = 14;
const MOST_SPACING = 46;
const LEAST_SPACING = 17;
const MOST_RADIUS = 14;
const LEAST_HEIGHT = 150;

/** One column of the picture in world pixels, which zooming scales. */
export interface Column {
  /** 0: the inputs; k: layer k of the network, the output layer last. */
  readonly index: number;
  readonly kind: 'dots' | 'block' | 'bar';
  readonly units: number;
  /** Centre, and the width of its place in line. */
  readonly x: number;
  readonly slot: number;
  readonly top: number;
  readonly bottom: number;
  readonly halfWidth: number;
  /** Vertical centres of the units, or of parts of a block: where connections end. */
  readonly ports: readonly number[];
  /** Of a unit; 0 where units are not drawn one by one. */
  readonly radius: number;
}

/** A residual connection: from the outputs of column `from`, over what stands between, to its own column `to`. */
export interface Arc {
  readonly from: number;
  readonly to: number;
}

/** A network laid out; the columns fill [0, width] × [0, height]. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly columns: readonly Column[];
  readonly arcs: readonly Arc[];
}

/** Lays a network out in a room of that many pixels: inputs at the left, outputs at the right. */
export function layOut(
  shapes: readonly LayerShape[],
  room: { readonly width: number; readonly height: number },
): Picture {
  const inputs = shapes[0]?.inputs ?? 0;
  const sizes = [{ units: inputs, isBar: false }, ...shapes.map(sizeOf)];
  const most = Math.max(LEAST_HEIGHT, room.height);
  const height = Math.max(...sizes.map(({ units }) => columnHeight(units, most)));
  const slots = stretched(
    sizes.map(({ isBar }) => (isBar ? BAR_SLOT : DENSE_SLOT)),
    room.width,
  );
  const centres = slotCentres(slots);
  const columns = sizes.map(({ units, isBar }, index) => {
    const place = { index, units, x: centres[index]!, slot: slots[index]! };
    return { ...place, ...columnShape(units, isBar, height, most) };
  });
  return { width: sum(slots), height, columns, arcs: shapes.flatMap(arcOf) };
}

/** Centres of places in line, from the left, each as wide as it says. */
export function slotCentres(slots: readonly number[]): number[] {
  let left = 0;
  return slots.map((slot) => {
    left += slot;
    return left - slot / 2;
  });
}

function sizeOf(shape: LayerShape): { units: number; isBar: boolean } {
  return { units: shape.units, isBar: shape.type !== 'dense' };
}

function stretched(slots: readonly number[], room: number): number[] {
  const factor = Math.min(MOST_STRETCH, Math.max(LEAST_STRETCH, room / sum(slots)));
  return slots.map((slot) => slot * factor);
}

/** A block grows with the logarithm of its units. */
function columnHeight(units: number, most: number): number {
  if (units <= MOST_DOTS) return units * spacingOf(units, most);
  return Math.min(most, 250 + 22 * Math.log2(units / MOST_DOTS));
}

function spacingOf(units: number, most: number): number {
  return Math.max(LEAST_SPACING, Math.min(MOST_SPACING, most / Math.max(1, units)));
}

function columnShape(
  units: number,
  isBar: boolean,
  height: number,
  most: number,
): Pick<Column, 'kind' | 'top' | 'bottom' | 'halfWidth' | 'ports' | 'radius'> {
  const own = columnHeight(units, most);
  const top = (height - own) / 2;
  const isBlock = units > MOST_DOTS;
  const count = isBlock ? BLOCK_PORTS : units;
  const ports = Array.from({ length: count }, (_, k) => top + ((k + 0.5) * own) / count);
  const radius = isBlock || isBar ? 0 : Math.min(MOST_RADIUS, spacingOf(units, most) * 0.36);
  const kind = isBar ? 'bar' : isBlock ? 'block' : 'dots';
  const halfWidth = { bar: BAR_WIDTH / 2, block: BLOCK_WIDTH / 2, dots: radius }[kind];
  return { kind, top, bottom: top + own, halfWidth, ports, radius };
}

function arcOf(shape: LayerShape, layer: number): Arc[] {
  if (shape.type !== 'residual' || layer < shape.over) return [];
  return [{ from: layer - shape.over, to: layer + 1 }];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
