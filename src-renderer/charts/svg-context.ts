/**
 * The part of a canvas's 2D context that charts draw with, written down as SVG: the same drawing code gives the picture
 * on the screen and the vector file. Text is measured by a real context, handed in.
 *
 * Nested clips are not cut with each other: the innermost counts, as no chart needs more.
 */
export type Drawing = Pick<
  CanvasRenderingContext2D,
  | 'arc'
  | 'beginPath'
  | 'bezierCurveTo'
  | 'clip'
  | 'closePath'
  | 'fill'
  | 'fillRect'
  | 'fillStyle'
  | 'fillText'
  | 'font'
  | 'globalAlpha'
  | 'imageSmoothingEnabled'
  | 'lineCap'
  | 'lineJoin'
  | 'lineTo'
  | 'lineWidth'
  | 'measureText'
  | 'moveTo'
  | 'rect'
  | 'restore'
  | 'roundRect'
  | 'save'
  | 'setLineDash'
  | 'stroke'
  | 'strokeStyle'
  | 'textAlign'
  | 'textBaseline'
  | 'translate'
> & {
  /** A picture whose pixels stay sharp however large it is drawn. */
  drawImage: (picture: HTMLCanvasElement, x: number, y: number, width: number, height: number) => void;
};

type Matrix = readonly [number, number, number, number, number, number];
const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

interface Look {
  fillStyle: CanvasRenderingContext2D['fillStyle'];
  strokeStyle: CanvasRenderingContext2D['strokeStyle'];
  font: string;
  globalAlpha: number;
  lineCap: CanvasLineCap;
  lineJoin: CanvasLineJoin;
  lineWidth: number;
  lineDashOffset: number;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
}

interface Kept extends Look {
  dash: readonly number[];
  matrix: Matrix;
  clipId: string | null;
}

/** How far below its own baseline a text begins, in its own height. Not every reader of SVG knows baselines. */
const BASELINES: Record<CanvasTextBaseline, number> = {
  alphabetic: 0,
  bottom: -0.2,
  hanging: 0.75,
  ideographic: -0.2,
  middle: 0.35,
  top: 0.8,
};

const ANCHORS: Record<CanvasTextAlign, string> = {
  center: 'middle',
  end: 'end',
  left: 'start',
  right: 'end',
  start: 'start',
};

export class SvgContext implements Look, Drawing {
  fillStyle: Look['fillStyle'] = '#000000';
  strokeStyle: Look['strokeStyle'] = '#000000';
  font = '10px sans-serif';
  globalAlpha = 1;
  /** Pictures are written with sharp pixels whatever this says. */
  imageSmoothingEnabled = false;
  lineCap: CanvasLineCap = 'butt';
  lineJoin: CanvasLineJoin = 'miter';
  lineWidth = 1;
  lineDashOffset = 0;
  textAlign: CanvasTextAlign = 'start';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  private dash: readonly number[] = [];
  private matrix: Matrix = IDENTITY;
  private clipId: string | null = null;
  private path: string[] = [];
  private readonly stack: Kept[] = [];
  private readonly clips: string[] = [];
  private readonly elements: string[] = [];
  private readonly ruler: Pick<CanvasRenderingContext2D, 'font' | 'measureText'>;

  constructor(ruler: Pick<CanvasRenderingContext2D, 'font' | 'measureText'>) {
    this.ruler = ruler;
  }

  /** The whole file. Units are CSS pixels. */
  document(width: number, height: number): string {
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}" viewBox="0 0 ${String(width)} ${String(height)}">`,
      ...(this.clips.length === 0 ? [] : ['<defs>', ...this.clips, '</defs>']),
      ...this.elements,
      '</svg>',
      '',
    ].join('\n');
  }

  save(): void {
    const { dash, matrix, clipId } = this;
    this.stack.push({ ...lookOf(this), dash, matrix, clipId });
  }

  restore(): void {
    const kept = this.stack.pop();
    if (kept === undefined) return;
    this.fillStyle = kept.fillStyle;
    this.strokeStyle = kept.strokeStyle;
    this.font = kept.font;
    this.globalAlpha = kept.globalAlpha;
    this.lineCap = kept.lineCap;
    this.lineJoin = kept.lineJoin;
    this.lineWidth = kept.lineWidth;
    this.lineDashOffset = kept.lineDashOffset;
    this.textAlign = kept.textAlign;
    this.textBaseline = kept.textBaseline;
    this.dash = kept.dash;
    this.matrix = kept.matrix;
    this.clipId = kept.clipId;
  }

  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void {
    this.matrix = [a, b, c, d, e, f];
  }

  resetTransform(): void {
    this.matrix = IDENTITY;
  }

  translate(x: number, y: number): void {
    const [a, b, c, d, e, f] = this.matrix;
    this.matrix = [a, b, c, d, a * x + c * y + e, b * x + d * y + f];
  }

  rotate(angle: number): void {
    const [a, b, c, d, e, f] = this.matrix;
    const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
    this.matrix = [a * cos + c * sin, b * cos + d * sin, c * cos - a * sin, d * cos - b * sin, e, f];
  }

  setLineDash(dash: readonly number[]): void {
    this.dash = dash;
  }

  beginPath(): void {
    this.path = [];
  }

  closePath(): void {
    this.path.push('Z');
  }

  moveTo(x: number, y: number): void {
    this.path.push(`M${place(x)} ${place(y)}`);
  }

  lineTo(x: number, y: number): void {
    this.path.push(`L${place(x)} ${place(y)}`);
  }

  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    this.path.push(`C${[x1, y1, x2, y2, x, y].map(place).join(' ')}`);
  }

  /** One radius for all corners, as our drawings have it. */
  roundRect(x: number, y: number, width: number, height: number, radius: number): void {
    const r = Math.max(0, Math.min(radius, width / 2, height / 2));
    const corner = (dx: number, dy: number): string =>
      `a${place(r)} ${place(r)} 0 0 1 ${place(dx)} ${place(dy)}`;
    const [wide, high] = [width - 2 * r, height - 2 * r];
    this.path.push(
      `M${place(x + r)} ${place(y)}h${place(wide)}${corner(r, r)}v${place(high)}${corner(-r, r)}`,
      `h${place(-wide)}${corner(-r, -r)}v${place(-high)}${corner(r, -r)}Z`,
    );
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.path.push(`M${place(x)} ${place(y)}h${place(width)}v${place(height)}h${place(-width)}Z`);
  }

  /** A whole turn is two halves: an arc that ends where it begins is none in SVG. */
  arc(x: number, y: number, radius: number, start: number, end: number): void {
    const at = (angle: number): string =>
      `${place(x + radius * Math.cos(angle))} ${place(y + radius * Math.sin(angle))}`;
    const middle = (start + end) / 2;
    const half = (to: number): string => `A${place(radius)} ${place(radius)} 0 0 1 ${at(to)}`;
    this.path.push(`${this.path.length === 0 ? 'M' : 'L'}${at(start)}`, half(middle), half(end));
  }

  clip(): void {
    this.clipId = `clip-${String(this.clips.length + 1)}`;
    this.clips.push(`<clipPath id="${this.clipId}"><path d="${this.path.join('')}"/></clipPath>`);
  }

  stroke(): void {
    if (this.path.length === 0 || this.lineWidth === 0) return;
    const dash = this.dash.length === 0 ? '' : ` stroke-dasharray="${this.dash.join(' ')}"`;
    this.add(
      `<path d="${this.path.join('')}" fill="none"${paint('stroke', this.strokeStyle)} stroke-width="${String(this.lineWidth)}" stroke-linecap="${this.lineCap}" stroke-linejoin="${this.lineJoin}"${dash}`,
      '/>',
    );
  }

  fill(): void {
    if (this.path.length === 0) return;
    this.add(`<path d="${this.path.join('')}"${paint('fill', this.fillStyle)}`, '/>');
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const box = `x="${place(x)}" y="${place(y)}" width="${place(width)}" height="${place(height)}"`;
    this.add(`<rect ${box}${paint('fill', this.fillStyle)}`, '/>');
  }

  drawImage(picture: HTMLCanvasElement, x: number, y: number, width: number, height: number): void {
    const box = `x="${place(x)}" y="${place(y)}" width="${place(width)}" height="${place(height)}"`;
    const look = 'preserveAspectRatio="none" style="image-rendering:pixelated"';
    this.add(`<image ${box} ${look} href="${picture.toDataURL('image/png')}"`, '/>');
  }

  fillText(text: string, x: number, y: number): void {
    const [, weight, size = '10', family = 'sans-serif'] =
      /(?:\b(bold|\d{3}) )?([\d.]+)px (.+)$/.exec(this.font) ?? [];
    const lower = y + BASELINES[this.textBaseline] * Number(size);
    const bold = weight === undefined ? '' : ` font-weight="${weight}"`;
    this.add(
      `<text x="${place(x)}" y="${place(lower)}" font-family="${escaped(family)}" font-size="${size}"${bold} text-anchor="${ANCHORS[this.textAlign]}"${paint('fill', this.fillStyle)}`,
      `>${escaped(text)}</text>`,
    );
  }

  measureText(text: string): TextMetrics {
    this.ruler.font = this.font;
    return this.ruler.measureText(text);
  }

  /** The file is empty before anything is drawn. */
  clearRect(): undefined {
    return undefined;
  }

  /** Nothing of ours has outlined letters; Chart.js asks for it with a width of 0. */
  strokeText(): undefined {
    return undefined;
  }

  private add(head: string, tail: string): void {
    const isMoved = this.matrix.some((value, k) => value !== IDENTITY[k]);
    const transform = isMoved ? ` transform="matrix(${this.matrix.map(place).join(' ')})"` : '';
    const opacity = this.globalAlpha === 1 ? '' : ` opacity="${String(this.globalAlpha)}"`;
    const element = `${head}${opacity}${transform}${tail}`;
    this.elements.push(this.clipId === null ? element : `<g clip-path="url(#${this.clipId})">${element}</g>`);
  }
}

function lookOf(context: Look): Look {
  const { fillStyle, strokeStyle, font, globalAlpha, lineCap, lineJoin, lineWidth } = context;
  const { lineDashOffset, textAlign, textBaseline } = context;
  return {
    fillStyle,
    strokeStyle,
    font,
    globalAlpha,
    lineCap,
    lineJoin,
    lineWidth,
    lineDashOffset,
    textAlign,
    textBaseline,
  };
}

/** A hundredth of a pixel is finer than any printer. */
function place(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Colours with an alpha of their own are newer than many readers of SVG. */
function paint(what: 'fill' | 'stroke', style: Look['fillStyle']): string {
  const color = typeof style === 'string' ? style : '#000000';
  const [, solid, alpha] = /^(#[\da-f]{6})([\da-f]{2})$/i.exec(color) ?? [];
  if (solid === undefined || alpha === undefined) return ` ${what}="${escaped(color)}"`;
  return ` ${what}="${solid}" ${what}-opacity="${place(Number.parseInt(alpha, 16) / 255)}"`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${String(char.charCodeAt(0))};`);
}
