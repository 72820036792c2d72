import type { Drawing } from '../../../charts/svg-context.ts';
import { formatCount } from '@shared/core/text.ts';
import type { PlacedColumn, Scene } from './scene.ts';

/** Letters between a name and the units it belongs to. */
const NAME_GAP = 9;
/** Widest name; longer ones lose their middle. */
export const WIDEST_NAME = 150;
const NAME_HEIGHT = 16;
const FEW_NAMES = 3;
/** Names beside a block, at the most. */
const MOST_NAMES = 11;
const LINE = 16;
/** Every n-th layer is numbered where there is no room for captions. */
const NUMBER_STEPS = [1, 2, 5, 10, 20, 50];
const LEAST_NUMBER_GAP = 26;

/** Draws what stands below each column, in letters of one size at every zoom. */
export function paintCaptions(context: Drawing, scene: Scene, columns: readonly PlacedColumn[]): void {
  const { palette, view, picture } = scene;
  const y = picture.height * view.zoom + view.y + 22;
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  const level = levelThatFits(context, scene);
  if (level === null) {
    paintNumbers(context, scene, columns, y);
    return;
  }
  for (const drawn of columns) {
    const lines = captionAt(scene, drawn.column.index, level);
    lines.forEach((text, k) => {
      context.font = captionFont(scene, k);
      context.fillStyle = k === 0 ? palette.text : palette.faint;
      context.fillText(text, drawn.x, y + k * LINE);
    });
  }
}

/** How short captions have to be so that all of them fit; those of one picture are of one kind. */
function levelThatFits(context: Drawing, scene: Scene): number | null {
  const { columns } = scene.picture;
  const levels = Math.max(...scene.captions.map(({ length }) => length));
  const fits = (index: number, level: number): boolean =>
    captionAt(scene, index, level).every(
      (text, k) =>
        widthOf(context, captionFont(scene, k), text) <= columns[index]!.slot * scene.view.zoom - 8,
    );
  for (let level = 0; level < levels; level++)
    if (columns.every(({ index }) => fits(index, level))) return level;
  return null;
}

/** A caption that cannot be as short as the others stays at its shortest. */
function captionAt({ captions }: Scene, index: number, level: number): readonly string[] {
  const caption = captions[index] ?? [];
  return caption[Math.min(level, caption.length - 1)] ?? [];
}

/** Where no caption fits: numbers of some layers, as on a ruler. */
function paintNumbers(
  context: Drawing,
  { palette, picture, view }: Scene,
  columns: readonly PlacedColumn[],
  y: number,
): void {
  const slot = (picture.width / columns.length) * view.zoom;
  const step = NUMBER_STEPS.find((every) => every * slot >= LEAST_NUMBER_GAP) ?? columns.length;
  context.font = `400 11px ${palette.font}`;
  context.fillStyle = palette.faint;
  for (const { column, x } of columns.slice(1, -1)) {
    if (column.index % step === 0) context.fillText(String(column.index), x, y);
  }
}

function captionFont({ palette }: Scene, line: number): string {
  return line === 0 ? `500 12px ${palette.font}` : `400 11px ${palette.font}`;
}

/** Draws the names of the columns of the table beside the inputs and outputs. */
export function paintNames(context: Drawing, scene: Scene, columns: readonly PlacedColumn[]): void {
  const [first] = columns;
  const last = columns.at(-1);
  if (first !== undefined) paintSide(context, scene, first, scene.inputs, -1);
  if (last !== undefined && last !== first) paintSide(context, scene, last, scene.targets, 1);
}

function paintSide(
  context: Drawing,
  { palette }: Scene,
  drawn: PlacedColumn,
  names: readonly string[],
  side: -1 | 1,
): void {
  const x = drawn.x + side * (drawn.halfWidth + NAME_GAP);
  context.textAlign = side < 0 ? 'right' : 'left';
  context.textBaseline = 'middle';
  const placed = namesAt(names, drawn);
  const shared = sharedStart(placed.filter(({ isName }) => isName).map(({ text }) => text));
  for (const { text, y, isName } of placed) {
    const font = isName ? `400 12px ${palette.codeFont}` : `400 11px ${palette.font}`;
    const shown = isName ? shortened(context, font, text, shared) : text;
    context.font = font;
    context.fillStyle = isName ? palette.text : palette.faint;
    context.fillText(shown, x, y);
  }
}

/** A name beside a column, or how many are left out there. */
interface PlacedName {
  readonly text: string;
  readonly y: number;
  readonly isName: boolean;
}

/** One name at each unit; where they would touch, the first few, a count, and the last. */
export function namesAt(
  names: readonly string[],
  drawn: Pick<PlacedColumn, 'top' | 'bottom' | 'ports'>,
): PlacedName[] {
  const { top, bottom, ports } = drawn;
  const gap = (bottom - top) / Math.max(1, names.length);
  if (names.length === ports.length && gap >= NAME_HEIGHT - 3) {
    return names.map((text, k) => ({ text, y: ports[k]!, isName: true }));
  }
  const middle = (top + bottom) / 2;
  // Few stand there also beside a small column.
  if (names.length <= FEW_NAMES) {
    const first = middle - ((names.length - 1) / 2) * NAME_HEIGHT;
    return names.map((text, k) => ({ text, y: first + k * NAME_HEIGHT, isName: true }));
  }
  const rows = Math.max(1, Math.min(MOST_NAMES, names.length, Math.floor((bottom - top) / NAME_HEIGHT)));
  const at = (k: number): number => middle + (k - (rows - 1) / 2) * NAME_HEIGHT;
  if (rows < 3) return [{ text: `${formatCount(names.length)} columns`, y: middle, isName: false }];
  const left = names.length - (rows - 1);
  const shown = [...names.slice(0, rows - 2), `… ${formatCount(left)} more …`, names.at(-1)!];
  return shown.map((text, k) => ({ text, y: at(k), isName: k !== rows - 2 }));
}

/** Letters of the whole words that all names begin with: where room is short, what comes after them tells names apart. */
export function sharedStart(names: readonly string[]): number {
  const [first = ''] = names;
  let shared = names.length > 1 ? first.length : 0;
  for (const name of names) {
    let k = 0;
    while (k < shared && name[k] === first[k]) k++;
    shared = k;
  }
  return first.lastIndexOf(' ', shared - 1) + 1;
}

/** A name that would be too wide without what all share, or else without its middle. */
function shortened(context: Drawing, font: string, name: string, shared: number): string {
  if (widthOf(context, font, name) <= WIDEST_NAME) return name;
  const text = shared === 0 ? name : `…${name.slice(shared)}`;
  const width = widthOf(context, font, text);
  if (width <= WIDEST_NAME) return text;
  const kept = Math.max(4, Math.floor((text.length * WIDEST_NAME) / width) - 1);
  const tail = shared === 0 ? Math.floor(kept / 2) : 0;
  return `${text.slice(0, kept - tail)}…${text.slice(text.length - tail)}`;
}

/** By font, so that no key has to be put together for each text of each frame. */
const widths = new Map<string, Map<string, number>>();
const MOST_WIDTHS = 4_000;

/** What was measured before a font had been read is wrong from then on. */
export function forgetWidths(): void {
  widths.clear();
}

/** Measured once: measuring costs more than drawing. */
function widthOf(context: Drawing, font: string, text: string): number {
  let known = widths.get(font);
  if (known === undefined || known.size > MOST_WIDTHS) {
    known = new Map();
    widths.set(font, known);
  }
  let width = known.get(text);
  if (width === undefined) {
    context.font = font;
    width = context.measureText(text).width;
    known.set(text, width);
  }
  return width;
}
