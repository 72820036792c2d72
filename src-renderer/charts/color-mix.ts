/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

/** `#2f6fd0` → its three channels; black for what is no such text. */
export function channelsOf(hex: string): Rgb {
  const value = /^#[0-9a-f]{6}$/i.test(hex) ? Number.parseInt(hex.slice(1), 16) : 0;
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** The colour a share of the way from `a` to `b`. */
export function mixed(a: Rgb, b: Rgb, share: number): Rgb {
  const channel = (k: 0 | 1 | 2): number => Math.round(a[k] + (b[k] - a[k]) * share);
  return [channel(0), channel(1), channel(2)];
}

export function cssColor([r, g, b]: Rgb): string {
  return `#${[r, g, b].map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** A scale of colours in so many even steps, through all of `stops`. Few enough that neighbours often are the same. */
export class ColorScale {
  private readonly colors: readonly string[];

  constructor(stops: readonly string[], steps = 64) {
    const channels = stops.map(channelsOf);
    const spans = channels.length - 1;
    this.colors = Array.from({ length: steps }, (_, k) => {
      const place = (k / (steps - 1)) * spans;
      const from = Math.min(spans - 1, Math.floor(place));
      return cssColor(mixed(channels[from]!, channels[from + 1]!, place - from));
    });
  }

  /** The colour at a share of the scale; what lies beyond its ends has that of the end. */
  at(share: number): string {
    const last = this.colors.length - 1;
    return this.colors[Math.max(0, Math.min(last, Math.round(share * last)))]!;
  }
}
