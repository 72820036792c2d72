import { type ChartColors, verticalLine } from './chart-look.ts';
import { endLabels, gapMarks, type LineLabel } from './chart-marks.ts';
import { ColumnBars } from './column-bars.ts';
import { type Curve, isShown, type Range } from './curve.ts';
import { type PlotFrame, type Projection, xProjection, yProjection } from './plot-frame.ts';
import type { LineCache, PreparedLine } from './prepared-lines.ts';
import type { Drawing } from './svg-context.ts';

/** What is drawn between the axes. */
export interface CurvePainting {
  readonly lines: readonly PreparedLine[];
  /** The run that stands out; the others fade. */
  readonly highlighted: string | null;
  /** Dashed lines from bottom to top, such as the best epoch. */
  readonly guides: readonly number[];
  /** Shaded from side to side; a dashed line where both ends are the same. */
  readonly zones: readonly Range[];
  /** Names at the ends of the lines; none where there are too many. */
  readonly endLabel: ((curve: Curve) => string) | null;
  readonly colorOf: (token: string) => string;
  readonly colors: ChartColors;
}

const FADED = 0.3;
const RAW = 0.28;
const BAND = 0.18;
const ZONE = 0.14;
const LONE_RADIUS = 2.25;
const USUAL_WIDTH = 1.75;
const FRONT_WIDTH = 2.5;
/** From so many lines on they are drawn thin: easier to tell apart, and drawn faster. */
const MANY = 12;
const THIN_WIDTH = 1;
/** With more points to a column of pixels, a line looks like a bar in each; drawn so, it takes a fifth of the time. */
const DENSE = 2;

export class CurvePainter {
  private readonly context: Drawing;
  private readonly frame: PlotFrame;
  private readonly cache: LineCache;
  private readonly isExact: boolean;
  private readonly x: Projection;
  private readonly y: Projection;

  /** `isExact`: for a picture that is looked at closer than a screen. */
  constructor(context: Drawing, frame: PlotFrame, cache: LineCache, isExact: boolean) {
    this.context = context;
    this.frame = frame;
    this.cache = cache;
    this.isExact = isExact;
    this.x = xProjection(frame);
    this.y = yProjection(frame);
  }

  paint(painting: CurvePainting): void {
    const { context } = this;
    const { area } = this.frame;
    const { highlighted, colors } = painting;
    context.save();
    context.font = `11px ${colors.font}`;
    context.save();
    context.beginPath();
    context.rect(area.left, area.top, area.right - area.left, area.bottom - area.top);
    context.clip();
    for (const zone of painting.zones) this.zone(zone, colors);
    for (const x of painting.guides) {
      verticalLine(context, area, this.x.pixel(x), colors.faint, [3, 3]);
    }
    const isFront = ({ curve }: PreparedLine): boolean => curve.runId === highlighted;
    const inFront = painting.lines.filter(isFront);
    const behind = painting.lines.filter((line) => !isFront(line));
    for (const lines of [behind, inFront]) {
      const strength = lines === behind && inFront.length > 0 ? FADED : 1;
      // What is faint must not cover the lines of other runs.
      for (const line of lines) this.background(line, painting, strength);
      for (const line of lines) this.line(line, painting, strength);
    }
    context.restore();
    gapMarks(context, area, this.gaps(painting.lines), colors.bad);
    if (painting.endLabel !== null) this.labels(painting.lines, painting.endLabel, colors.text);
    context.restore();
  }

  private zone({ low, high }: Range, colors: ChartColors): void {
    const { context, frame } = this;
    const { left, right, top, bottom } = frame.area;
    const at = (value: number, edge: number): number =>
      isShown(value, frame.yScale) ? this.y.pixel(value) : edge;
    const upper = at(high, top);
    if (low === high) {
      context.setLineDash([2, 3]);
      context.strokeStyle = colors.faint;
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(left, Math.round(upper) + 0.5);
      context.lineTo(right, Math.round(upper) + 0.5);
      context.stroke();
      context.setLineDash([]);
      return;
    }
    context.globalAlpha = ZONE;
    context.fillStyle = colors.good;
    context.fillRect(left, upper, right - left, at(low, bottom) - upper);
    context.globalAlpha = 1;
  }

  private background({ curve, raw }: PreparedLine, painting: CurvePainting, strength: number): void {
    const { context } = this;
    const { style, x, band } = curve;
    const color = painting.colorOf(style.colorToken);
    if (band !== null) {
      context.fillStyle = color;
      context.globalAlpha = BAND * strength;
      this.band(x, band);
    }
    if (raw !== null) {
      context.strokeStyle = color;
      context.globalAlpha = RAW * style.alpha * strength;
      context.lineWidth = 1;
      this.trace(x, raw, []);
    }
    context.globalAlpha = 1;
  }

  private line({ curve, values }: PreparedLine, painting: CurvePainting, strength: number): void {
    const { context } = this;
    const { style, x } = curve;
    const usual = painting.lines.length >= MANY ? THIN_WIDTH : USUAL_WIDTH;
    context.strokeStyle = painting.colorOf(style.colorToken);
    context.fillStyle = context.strokeStyle;
    context.lineJoin = 'bevel';
    context.globalAlpha = style.alpha * strength;
    context.lineWidth = curve.runId === painting.highlighted ? FRONT_WIDTH : usual;
    this.trace(x, values, style.dash);
    context.globalAlpha = 1;
  }

  /** A line through all that can be shown, lifted at gaps; a value alone between two gaps is a dot. */
  private trace(x: Float64Array, y: Float64Array, dash: readonly number[]): void {
    const { context } = this;
    const indexes = this.cache.drawnIndexes(x, y, this.frame);
    const columns = this.frame.area.right - this.frame.area.left;
    if (!this.isExact && indexes.length > DENSE * columns) {
      this.bars(x, y, indexes);
      return;
    }
    const lone: number[] = [];
    let length = 0;
    context.setLineDash([...dash]);
    context.beginPath();
    for (let k = 0; k < indexes.length; k++) {
      const index = indexes[k]!;
      if (isShown(y[index]!, this.frame.yScale)) {
        if (length === 0) context.moveTo(this.x.pixel(x[index]!), this.y.pixel(y[index]!));
        else context.lineTo(this.x.pixel(x[index]!), this.y.pixel(y[index]!));
        length++;
      } else {
        if (length === 1) lone.push(indexes[k - 1]!);
        length = 0;
      }
    }
    if (length === 1) lone.push(indexes.at(-1)!);
    context.stroke();
    context.setLineDash([]);
    for (const index of lone) this.dot(x[index]!, y[index]!);
  }

  private bars(x: Float64Array, y: Float64Array, indexes: Uint32Array): void {
    const { context } = this;
    const bars = new ColumnBars(context, context.lineWidth);
    context.lineWidth = 1;
    context.beginPath();
    for (const index of indexes) {
      if (isShown(y[index]!, this.frame.yScale)) bars.add(this.x.pixel(x[index]!), this.y.pixel(y[index]!));
      else bars.lift();
    }
    bars.lift();
    context.stroke();
  }

  private dot(x: number, y: number): void {
    this.context.beginPath();
    this.context.arc(this.x.pixel(x), this.y.pixel(y), LONE_RADIUS, 0, 2 * Math.PI);
    this.context.fill();
  }

  /** Filled between low and high. On a logarithmic axis what falls below it ends at its lower edge. */
  private band(x: Float64Array, { low, high }: NonNullable<Curve['band']>): void {
    const { context } = this;
    const floor = this.frame.area.bottom;
    const at = (value: number): number => (isShown(value, this.frame.yScale) ? this.y.pixel(value) : floor);
    const upper = this.cache.drawnIndexes(x, high, this.frame);
    const lower = this.cache.drawnIndexes(x, low, this.frame);
    context.beginPath();
    upper.forEach((k, place) => {
      if (Number.isNaN(high[k]!)) return;
      if (place === 0) context.moveTo(this.x.pixel(x[k]!), at(high[k]!));
      else context.lineTo(this.x.pixel(x[k]!), at(high[k]!));
    });
    for (const k of lower.toReversed()) {
      if (!Number.isNaN(low[k]!)) context.lineTo(this.x.pixel(x[k]!), at(low[k]!));
    }
    context.closePath();
    context.fill();
  }

  /** Pixels of values that are no number. */
  private gaps(lines: readonly PreparedLine[]): number[] {
    const { left, right } = this.frame.area;
    return lines
      .flatMap(({ curve: { x, y } }) =>
        Array.from(this.cache.drawnIndexes(x, y, this.frame))
          .filter((k) => !Number.isFinite(y[k]!))
          .map((k) => this.x.pixel(x[k]!)),
      )
      .filter((pixel) => pixel >= left && pixel <= right);
  }

  private labels(lines: readonly PreparedLine[], text: (curve: Curve) => string, color: string): void {
    const { area, yScale } = this.frame;
    const labels = lines.flatMap(({ curve, values }): LineLabel[] => {
      const indexes = this.cache.drawnIndexes(curve.x, values, this.frame);
      const last = indexes.findLast(
        (k) => isShown(values[k]!, yScale) && this.x.pixel(curve.x[k]!) <= area.right + 1,
      );
      if (last === undefined) return [];
      const [x, y] = [this.x.pixel(curve.x[last]!), this.y.pixel(values[last]!)];
      return x < area.left || y < area.top || y > area.bottom ? [] : [{ x, y, text: text(curve) }];
    });
    endLabels(this.context, area, labels, color);
  }
}
