/** What a key does to a chart. */
export type PlotGesture =
  | { readonly kind: 'zoom'; readonly factor: number }
  | { readonly kind: 'pan'; readonly right: number; readonly up: number }
  | { readonly kind: 'step'; readonly by: number }
  | { readonly kind: 'all' }
  | { readonly kind: 'none' };

const CLOSER = 0.7;
/** Share of the axis that an arrow moves by. */
const PAN = 0.1;
/** With Shift, a step of the crosshair is as many points. */
const LONG_STEP = 10;

/** Null for a key that a chart leaves alone. */
export function keyGesture(key: string, isShifted: boolean): PlotGesture | null {
  switch (key) {
    case '+':
    case '=':
      return { kind: 'zoom', factor: CLOSER };
    case '-':
    case '_':
      return { kind: 'zoom', factor: 1 / CLOSER };
    case 'ArrowLeft':
      return { kind: 'pan', right: -PAN, up: 0 };
    case 'ArrowRight':
      return { kind: 'pan', right: PAN, up: 0 };
    case 'ArrowUp':
      return { kind: 'pan', right: 0, up: PAN };
    case 'ArrowDown':
      return { kind: 'pan', right: 0, up: -PAN };
    case '.':
    case '>':
      return { kind: 'step', by: isShifted ? LONG_STEP : 1 };
    case ',':
    case '<':
      return { kind: 'step', by: isShifted ? -LONG_STEP : -1 };
    case '0':
    case 'Home':
      return { kind: 'all' };
    case 'Escape':
      return { kind: 'none' };
    default:
      return null;
  }
}
