import type { Curve } from '../../src-renderer/charts/curve.ts';

/** A curve with these values at 0, 1, 2, … where no x is given. */
export function curve(change: Partial<Omit<Curve, 'x' | 'y'>> & { x?: number[]; y?: number[] } = {}): Curve {
  const { x, y, ...rest } = change;
  const values = Float64Array.from(y ?? [3, 2, 1]);
  return {
    id: `${rest.runId ?? 'run'} ${rest.part ?? 'train'}`,
    runId: 'run',
    name: 'Run',
    part: 'train',
    style: { colorToken: '--run-0', dash: [], alpha: 1 },
    x: Float64Array.from(x ?? values.keys()),
    y: values,
    band: null,
    runs: 1,
    ...rest,
  };
}
