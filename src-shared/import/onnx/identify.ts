import { activationFunctions } from '../../engine/activations.ts';
import { ACTIVATIONS, type UnitActivation } from '../../model/activations.ts';
import type { ScalarFunction } from './scalar-functions.ts';

/** What a function of one number is in Ninestep: an activation (or leaky ReLU of any slope), then y · gain + shift. */
export interface KnownFunction {
  readonly activation: UnitActivation | { readonly slope: number };
  readonly gain: number;
  readonly shift: number;
}

/** Places on both sides of every kink, near and far. */
const PLACES = [-9.3, -6.1, -3.2, -1.7, -1, -0.43, -0.09, 0, 0.08, 0.41, 1, 1.9, 3.3, 6.2, 9.1];
/** Where only what is cut off shows; functions that overflow on the way to their value say nothing there. */
const FAR_PLACES = [-1e6, -1e3, 1e3, 1e6];
/** Constants of exporters are rounded to float32. */
const TOLERANCE = 3e-6;

/**
 * Exporters write GELU, SiLU, Mish and others as several operators, each in ways of their own. So not their form is looked at but
 * what they give: a function that agrees with one of Ninestep's everywhere is taken for it. Null where none does.
 */
export function identify(f: ScalarFunction): KnownFunction | null {
  const values = PLACES.map(f);
  if (!values.every(Number.isFinite)) return null;
  for (const name of Object.keys(ACTIVATIONS) as UnitActivation[]) {
    const own = activationFunctions[name].value;
    const known = fitted(own, values);
    if (known !== null && agreesFar(f, (x) => known.gain * own(x) + known.shift))
      return { activation: name, ...known };
  }
  const slope = f(-1) / -1;
  const leaky: ScalarFunction = (x) => (x < 0 ? slope * x : x);
  const isLeaky = agree(values, PLACES.map(leaky)) && agreesFar(f, leaky);
  return isLeaky ? { activation: { slope }, gain: 1, shift: 0 } : null;
}

function agreesFar(f: ScalarFunction, own: ScalarFunction): boolean {
  const told = FAR_PLACES.filter((place) => Number.isFinite(f(place)));
  return agree(told.map(f), told.map(own));
}

/** Gain and shift by which `own` gives the values; plain ones where they do. */
function fitted(own: ScalarFunction, values: readonly number[]): { gain: number; shift: number } | null {
  const shapes = PLACES.map(own);
  if (agree(values, shapes)) return { gain: 1, shift: 0 };
  const [first, last] = [0, PLACES.length - 1];
  const gain = (values[last]! - values[first]!) / (shapes[last]! - shapes[first]!);
  const shift = values[last]! - gain * shapes[last]!;
  const isFit =
    gain !== 0 &&
    agree(
      values,
      shapes.map((shape) => gain * shape + shift),
    );
  return isFit ? { gain, shift } : null;
}

function agree(values: readonly number[], others: readonly number[]): boolean {
  const size = Math.max(...values.map(Math.abs));
  return values.every(
    (value, k) => Math.abs(value - others[k]!) <= TOLERANCE * Math.min(1 + Math.abs(value), 1 + size),
  );
}
