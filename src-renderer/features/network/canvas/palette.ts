/** Steps of the diverging scale on each side of zero. */
const STEPS = 32;

/** The colours of the picture. Canvas knows no CSS variables, so that they are read when the theme changes. */
export interface Palette {
  readonly surface: string;
  readonly text: string;
  readonly soft: string;
  readonly faint: string;
  readonly accent: string;
  readonly accentSoft: string;
  readonly control: string;
  readonly border: string;
  readonly borderStrong: string;
  readonly positive: string;
  readonly negative: string;
  readonly bad: string;
  readonly font: string;
  readonly codeFont: string;
  /** From the most negative through the surface to the most positive: rgb triples, 2 · STEPS + 1 of them. */
  readonly diverging: readonly (readonly [number, number, number])[];
  /** The same as CSS colours. */
  readonly divergingText: readonly string[];
}

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  const surface = read('--surface');
  const diverging = divergingScale(read('--negative'), surface, read('--positive'));
  return {
    surface,
    text: read('--text'),
    soft: read('--text-soft'),
    faint: read('--text-faint'),
    accent: read('--accent-fill'),
    accentSoft: read('--accent-soft'),
    control: read('--control-border'),
    border: read('--border'),
    borderStrong: read('--border-strong'),
    positive: read('--positive'),
    negative: read('--negative'),
    bad: read('--bad'),
    font: read('--font'),
    codeFont: read('--font-code'),
    diverging,
    divergingText: diverging.map(([r, g, b]) => `rgb(${String(r)} ${String(g)} ${String(b)})`),
  };
}

/** The place of a value from −1 to 1 on the scale; what is no number counts as 0. */
export function divergingStep(value: number): number {
  const bounded = Math.max(-1, Math.min(1, Number.isNaN(value) ? 0 : value));
  return Math.round((bounded + 1) * STEPS);
}

function divergingScale(
  negative: string,
  middle: string,
  positive: string,
): readonly (readonly [number, number, number])[] {
  const [low, zero, high] = [negative, middle, positive].map(channelsOf) as [Rgb, Rgb, Rgb];
  return Array.from({ length: 2 * STEPS + 1 }, (_, k) => {
    const t = k / STEPS - 1;
    return mixed(zero, t < 0 ? low : high, Math.abs(t));
  });
}

type Rgb = readonly [number, number, number];

/** `#2f6fd0` → its three channels. */
function channelsOf(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function mixed(a: Rgb, b: Rgb, t: number): Rgb {
  const channel = (k: 0 | 1 | 2): number => Math.round(a[k] + (b[k] - a[k]) * t);
  return [channel(0), channel(1), channel(2)];
}
