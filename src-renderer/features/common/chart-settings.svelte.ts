import { type AxisScale, type ChartWindow, WHOLE, type XAxis } from '../../charts/curve.ts';

/** What a person has chosen to see of curves, and how. */
export class ChartSettings {
  /** The id of a quantity; another run may not have it. */
  quantity = $state('loss');
  xAxis = $state<XAxis>('epoch');
  xScale = $state<AxisScale>('linear');
  yScale = $state<AxisScale>('log');
  /** See `smoothed`. */
  smoothing = $state(0);
  window = $state.raw<ChartWindow>(WHOLE);
  readonly isZoomed = $derived(this.window.x !== null || this.window.y !== null);

  /** Another quantity has other values. */
  chooseQuantity(id: string): void {
    this.quantity = id;
    this.window = { ...this.window, y: null };
  }

  chooseXAxis(axis: XAxis): void {
    this.xAxis = axis;
    this.window = { ...this.window, x: null };
  }

  /** An axis begins anew: what is zoomed may have no place on a logarithmic one. */
  toggleLogX(): void {
    this.xScale = other(this.xScale);
    this.window = { ...this.window, x: null };
  }

  toggleLogY(): void {
    this.yScale = other(this.yScale);
    this.window = { ...this.window, y: null };
  }

  showAll(): void {
    this.window = WHOLE;
  }
}

function other(scale: AxisScale): AxisScale {
  return scale === 'log' ? 'linear' : 'log';
}
