import type { ChartColors } from './chart-look.ts';
import { fitted } from './curve-labels.ts';
import type { Drawing } from './svg-context.ts';

/** A line of a chart by its name. */
export interface LegendEntry {
  readonly label: string;
  readonly color: string;
  readonly dash: readonly number[];
}

interface Content {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly legend: readonly LegendEntry[];
}

const TITLE = 30;
const ROW = 18;
const MARGIN = 12;
const SAMPLE = 22;
const GAP = 8;
const WIDEST_ENTRY = 320;

/** What stands around a chart in a picture: background, title above, names below. Sizes are CSS pixels. */
export class Plate {
  readonly width: number;
  readonly height: number;
  readonly chartTop = TITLE;
  private readonly context: Drawing;
  private readonly content: Content;
  private readonly colors: ChartColors;
  private readonly entryWidth: number;
  private readonly columns: number;

  constructor(context: Drawing, content: Content, colors: ChartColors) {
    this.context = context;
    this.content = content;
    this.colors = colors;
    context.font = this.font;
    const widest = Math.max(0, ...content.legend.map(({ label }) => context.measureText(label).width));
    this.entryWidth = Math.min(WIDEST_ENTRY, SAMPLE + GAP + widest + 2 * GAP);
    this.width = content.width;
    this.columns = Math.max(1, Math.floor((this.width - 2 * MARGIN) / this.entryWidth));
    const rows = Math.ceil(content.legend.length / this.columns);
    this.height = TITLE + content.height + (rows === 0 ? 0 : rows * ROW + MARGIN);
  }

  private get font(): string {
    return `11px ${this.colors.font}`;
  }

  draw(): void {
    const { context, content, colors } = this;
    context.save();
    context.fillStyle = colors.surface;
    context.fillRect(0, 0, this.width, this.height);
    context.fillStyle = colors.text;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.font = `600 13px ${colors.font}`;
    context.fillText(content.title, MARGIN, TITLE / 2 + 1);
    context.font = this.font;
    for (const [k, entry] of content.legend.entries()) this.drawEntry(entry, k);
    context.restore();
  }

  private drawEntry(entry: LegendEntry, k: number): void {
    const { context } = this;
    const x = MARGIN + (k % this.columns) * this.entryWidth;
    const y = TITLE + this.content.height + (Math.floor(k / this.columns) + 0.5) * ROW;
    context.strokeStyle = entry.color;
    context.lineWidth = 2;
    context.setLineDash([...entry.dash]);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + SAMPLE, y);
    context.stroke();
    context.setLineDash([]);
    const room = this.entryWidth - SAMPLE - 2 * GAP;
    const widthOf = (text: string): number => context.measureText(text).width;
    context.fillText(fitted(entry.label, room, widthOf), x + SAMPLE + GAP, y);
  }
}
