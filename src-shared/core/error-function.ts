/**
 * The error function erf(x) = 2/√π · ∫₀ˣ e^(−t²) dt, to about 2e-16; NaN stays NaN.
 *
 * W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969): three quotients of
 * polynomials, for |x| up to 0.46875, up to 4, and beyond. Only +, −, ×, ÷ and one exponential.
 */
export function errorFunction(x: number): number {
  const size = Math.abs(x);
  if (size <= 0.46875) return x * ratio(SMALL, x * x);
  const complement = Math.exp(-size * size) * (size <= 4 ? ratio(MIDDLE, size) : largeFactor(size));
  return x < 0 ? complement - 1 : 1 - complement;
}

/** erfc(x)·e^(x²) beyond 4, where it nears 1/(x·√π). */
function largeFactor(size: number): number {
  const y = 1 / (size * size);
  return (ONE_BY_ROOT_PI - y * ratio(LARGE, y)) / size;
}

/** Coefficients of numerator and denominator, of the highest power first. */
interface Ratio {
  readonly over: readonly number[];
  readonly under: readonly number[];
}

function ratio({ over, under }: Ratio, x: number): number {
  return polynomial(over, x) / polynomial(under, x);
}

/** Horner's rule. */
function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
}

export const ONE_BY_ROOT_PI = 0.5641895835477563;

export const SMALL: Ratio = {
  over: [
    1.85777706184603153e-1, 3.1611237438705656, 1.13864154151050156e2, 3.77485237685302021e2,
    3.20937758913846947e3,
  ],
  under: [1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3],
};

export const MIDDLE: Ratio = {
  over: [
    2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1,
    2.98635138197400131e2, 8.8195222124176909e2, 1.71204761263407058e3, 2.05107837782607147e3,
    1.23033935479799725e3,
  ],
  under: [
    1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3,
    3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3,
  ],
};

export const LARGE: Ratio = {
  over: [
    1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
    1.60837851487422766e-2, 6.58749161529837803e-4,
  ],
  under: [
    1, 2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1, 6.05183413124413191e-2,
    2.33520497626869185e-3,
  ],
};
