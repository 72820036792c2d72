import { formatCount } from '../../core/text.ts';
import type { ModelFile } from '../../model/model-file.ts';
import { elided } from '../figure-text.ts';
import { element, type Markup } from '../markup.ts';
import { valueNames } from '../reported-layers.ts';
import { networkColumns, type NetworkColumn } from './network-columns.ts';
import { drawing, number, text } from './plot-frame.ts';

/** Units up to which each is drawn; more are a block with their number. */
const MOST_UNITS = 16;
const ROW = 22;
const RADIUS = 7;
const BLOCK = { width: 46, height: 150 };
const BAND = 16;
/** From the middle of a column to that of the next. */
const STEP = { units: 92, band: 70, gap: 84 };
const NAMES = 150;
const LONGEST_NAME = 21;
/** As wide as the page, but no wider than lines can be followed. */
const WIDTH = 680;
const WIDEST_STEP = 2.2;
const TOP = 26;
const LINE_HEIGHT = 14;

/** A column with its place. */
interface PlacedColumn extends NetworkColumn {
  readonly x: number;
  /** Places of the units; of a block its two ends. */
  readonly ys: readonly number[];
  readonly isBlock: boolean;
}

/**
 * A network as people draw it: inputs on the left, answers on the right. Lines are weights: their colour is the sign, their
 * width the size, against the largest of their layer. Large layers are blocks.
 */
export function networkPicture(
  model: Pick<ModelFile, 'inputs' | 'outputs' | 'layers'>,
  title: string,
): Markup {
  const columns = networkColumns(model);
  const most = Math.max(...columns.map(({ units }) => (units > MOST_UNITS ? BLOCK.height / ROW : units)));
  const middle = TOP + (most * ROW) / 2;
  const placed = placedColumns(columns, middle);
  const last = placed.at(-1)!;
  const bottom = middle + (most * ROW) / 2 + 8;
  const lines = Math.max(...columns.map(({ labels }) => labels.length));
  return drawing(
    last.x + NAMES,
    bottom + lines * LINE_HEIGHT + 8,
    title,
    ...placed.flatMap((column, k) => linesInto(column, unitsBefore(placed, k))),
    ...placed.flatMap((column, k) => wayInto(column, placed[k - column.over - 1], middle - (most * ROW) / 2)),
    ...placed.flatMap((column) => columnMarkup(column, middle)),
    ...placed.flatMap(({ labels, x }) =>
      labels.map((label, k) =>
        text(x, bottom + (k + 1) * LINE_HEIGHT, label, 'middle', k === 0 ? 'name' : ''),
      ),
    ),
    ...namesOf(placed[0]!, valueNames(model.inputs), 'end'),
    ...namesOf(
      last,
      model.outputs.map(({ name }) => name),
      'start',
    ),
  );
}

function placedColumns(columns: readonly NetworkColumn[], middle: number): PlacedColumn[] {
  const steps = columns.map(({ kind }, k) => (k === 0 ? 0 : (STEP[columns[k - 1]!.kind] + STEP[kind]) / 2));
  const natural = steps.reduce((sum, step) => sum + step, 0);
  const stretch = Math.min(WIDEST_STEP, Math.max(1, (WIDTH - 2 * NAMES) / natural));
  let x = NAMES;
  return columns.map((column, k) => {
    x += steps[k]! * stretch;
    const isBlock = column.units > MOST_UNITS;
    const ys = isBlock
      ? [middle - BLOCK.height / 2, middle + BLOCK.height / 2]
      : Array.from({ length: column.units }, (_, u) => middle + (u - (column.units - 1) / 2) * ROW);
    return { ...column, x, ys, isBlock };
  });
}

/** The column of units whose values come into a column: bands leave them where they are. */
function unitsBefore(placed: readonly PlacedColumn[], k: number): PlacedColumn | undefined {
  return placed.slice(0, k).findLast(({ kind }) => kind !== 'band');
}

/** Smaller ones would be lines that nobody sees. */
const SMALLEST_SHARE = 0.02;

function linesInto(column: PlacedColumn, from: PlacedColumn | undefined): Markup[] {
  const { weights } = column;
  if (weights === null || from?.kind !== 'units') return [];
  if (column.isBlock || from.isBlock) return [ribbon(from, column)];
  const largest = Math.max(...weights.flat().map(Math.abs), Number.MIN_VALUE);
  return weights.flatMap((row, o) =>
    row.flatMap((weight, i) => {
      const share = Math.abs(weight) / largest;
      if (share < SMALLEST_SHARE) return [];
      return [
        element('line', {
          x1: number(from.x),
          y1: number(from.ys[i]!),
          x2: number(column.x),
          y2: number(column.ys[o]!),
          class: weight > 0 ? 'positive' : 'negative',
          'stroke-width': (0.4 + 1.8 * share).toFixed(1),
          'stroke-opacity': (0.25 + 0.65 * share).toFixed(2),
        }),
      ];
    }),
  );
}

/** All weights between two columns of which one is a block. */
function ribbon(from: PlacedColumn, to: PlacedColumn): Markup {
  const points = [
    [from.x, from.ys[0]!],
    [to.x, to.ys[0]!],
    [to.x, to.ys.at(-1)!],
    [from.x, from.ys.at(-1)!],
  ] as const;
  return element('polygon', {
    points: points.map(([x, y]) => `${number(x)},${number(y)}`).join(' '),
    class: 'band',
  });
}

/** A residual connection, around the layers between. */
function wayInto(column: PlacedColumn, from: PlacedColumn | undefined, top: number): Markup[] {
  if (column.over === 0 || from === undefined) return [];
  const d = `M${number(from.x)} ${number(top)}C${number(from.x)} ${number(top - 28)} ${number(column.x)} ${number(top - 28)} ${number(column.x)} ${number(top)}`;
  return [element('path', { d, class: 'way' })];
}

function columnMarkup(column: PlacedColumn, middle: number): Markup[] {
  const { kind, x, ys, units } = column;
  if (kind === 'gap') return [text(x, middle + 5, '· · ·', 'middle', 'units')];
  if (kind === 'band') {
    const [top, height] = [middle - BLOCK.height / 2, BLOCK.height];
    return [rect(x - BAND / 2, top, BAND, height)];
  }
  if (!column.isBlock) {
    return ys.map((y) => element('circle', { cx: number(x), cy: number(y), r: RADIUS, class: 'unit' }));
  }
  return [
    rect(x - BLOCK.width / 2, ys[0]!, BLOCK.width, BLOCK.height),
    text(x, middle + 5, formatCount(units), 'middle', 'units'),
  ];
}

function rect(x: number, y: number, width: number, height: number): Markup {
  return element('rect', { x: number(x), y: number(y), width, height, rx: 4, class: 'block' });
}

/** Beside every unit its name, or of a block how many there are. */
function namesOf(column: PlacedColumn, names: readonly string[], anchor: 'start' | 'end'): Markup[] {
  const side = anchor === 'end' ? -1 : 1;
  if (!column.isBlock) {
    return column.ys.map((y, u) =>
      text(column.x + side * 12, y + 4, elided(names[u] ?? '', LONGEST_NAME), anchor, 'note'),
    );
  }
  const x = column.x + side * (BLOCK.width / 2 + 6);
  const y = (column.ys[0]! + column.ys[1]!) / 2;
  const some = [names[0] ?? '', '⋮', names.at(-1) ?? ''];
  return some.map((name, k) => text(x, y + (k - 1) * 18 + 4, elided(name, LONGEST_NAME - 3), anchor, 'note'));
}
