import { all } from './vectors';

/*
 * Elementary functions of a vector. They use only +, −, ×, ÷ and rounding, so that they give the same bits in every
 * host; float32 is good to about 2e-7, float64 to about 4e-16, relative. NaN stays NaN, overflow becomes Infinity.
 */

const LOG2_E = 1.4426950408889634;
/** ln 2 in two parts, the first short enough for n·HIGH to be exact. */
const LN2_HIGH_32 = 0.693359375;
const LN2_LOW_32 = -2.12194440054690583e-4;
const LN2_HIGH_64 = 0.6931471803691238;
const LN2_LOW_64 = 1.9082149292705877e-10;

/** 2ⁿ for whole n, in two factors so that the ends of the range are reached without overflow in between. */
@inline function scaleByPowerOfTwo<T>(v: v128, n: v128): v128 {
  if (sizeof<T>() == 4) {
    const whole = i32x4.trunc_sat_f32x4_s(n);
    const half = i32x4.shr_s(whole, 1);
    const bias = i32x4.splat(127);
    const first = i32x4.shl(i32x4.add(half, bias), 23);
    const second = i32x4.shl(i32x4.add(i32x4.sub(whole, half), bias), 23);
    return v128.mul<T>(v128.mul<T>(v, first), second);
  }
  const whole = i64x2.extend_low_i32x4_s(i32x4.trunc_sat_f64x2_s_zero(n));
  const half = i64x2.shr_s(whole, 1);
  const bias = i64x2.splat(1023);
  const first = i64x2.shl(i64x2.add(half, bias), 52);
  const second = i64x2.shl(i64x2.add(i64x2.sub(whole, half), bias), 52);
  return v128.mul<T>(v128.mul<T>(v, first), second);
}

/** x = n·ln 2 + r with |r| ≤ ½·ln 2: n. Beyond the limits the result is 0 or Infinity anyway. */
@inline function powerOfTwoIn<T>(x: v128): v128 {
  const limit = sizeof<T>() == 4 ? 200.0 : 1500.0;
  const n = v128.nearest<T>(v128.mul<T>(x, all<T>(LOG2_E)));
  return v128.pmax<T>(v128.pmin<T>(n, all<T>(limit)), all<T>(-limit));
}

@inline function remainderOf<T>(x: v128, n: v128): v128 {
  const high = sizeof<T>() == 4 ? LN2_HIGH_32 : LN2_HIGH_64;
  const low = sizeof<T>() == 4 ? LN2_LOW_32 : LN2_LOW_64;
  return v128.sub<T>(v128.sub<T>(x, v128.mul<T>(n, all<T>(high))), v128.mul<T>(n, all<T>(low)));
}

@inline function step<T>(sum: v128, x: v128, coefficient: f64): v128 {
  return v128.add<T>(v128.mul<T>(sum, x), all<T>(coefficient));
}

/** eʳ − 1 for |r| ≤ ½·ln 2, by its Taylor series. */
@inline function expm1Series<T>(r: v128): v128 {
  let sum: v128;
  if (sizeof<T>() == 4) {
    sum = all<T>(1.0 / 5040.0);
  } else {
    sum = all<T>(1.0 / 87178291200.0);
    sum = step<T>(sum, r, 1.0 / 6227020800.0);
    sum = step<T>(sum, r, 1.0 / 479001600.0);
    sum = step<T>(sum, r, 1.0 / 39916800.0);
    sum = step<T>(sum, r, 1.0 / 3628800.0);
    sum = step<T>(sum, r, 1.0 / 362880.0);
    sum = step<T>(sum, r, 1.0 / 40320.0);
    sum = step<T>(sum, r, 1.0 / 5040.0);
  }
  sum = step<T>(sum, r, 1.0 / 720.0);
  sum = step<T>(sum, r, 1.0 / 120.0);
  sum = step<T>(sum, r, 1.0 / 24.0);
  sum = step<T>(sum, r, 1.0 / 6.0);
  sum = step<T>(sum, r, 0.5);
  return v128.add<T>(v128.mul<T>(v128.mul<T>(sum, r), r), r);
}

/** eˣ = 2ⁿ·eʳ. */
@inline export function exp<T>(x: v128): v128 {
  const n = powerOfTwoIn<T>(x);
  // Where n was cut off, the remainder means nothing; it must only not become NaN by itself.
  const r = v128.pmax<T>(v128.pmin<T>(remainderOf<T>(x, n), all<T>(1)), all<T>(-1));
  const isNumber = v128.eq<T>(x, x);
  const value = scaleByPowerOfTwo<T>(v128.add<T>(expm1Series<T>(r), all<T>(1)), n);
  return v128.bitselect(value, x, isNumber);
}

/** eˣ − 1 for x ≤ 0, exact for small x. */
@inline export function expm1OfNegative<T>(x: v128): v128 {
  const n = powerOfTwoIn<T>(x);
  const r = v128.pmax<T>(v128.pmin<T>(remainderOf<T>(x, n), all<T>(1)), all<T>(-1));
  const one = all<T>(1);
  const power = scaleByPowerOfTwo<T>(one, n);
  const value = v128.add<T>(v128.mul<T>(power, expm1Series<T>(r)), v128.sub<T>(power, one));
  return v128.bitselect(value, x, v128.eq<T>(x, x));
}

/** 2·atanh(y) = ln((1 + y)/(1 − y)) for |y| ≤ 1/3, by its series. */
@inline function twiceAtanh<T>(y: v128): v128 {
  const y2 = v128.mul<T>(y, y);
  let sum: v128;
  if (sizeof<T>() == 4) {
    sum = all<T>(1.0 / 15.0);
  } else {
    sum = all<T>(1.0 / 33.0);
    sum = step<T>(sum, y2, 1.0 / 31.0);
    sum = step<T>(sum, y2, 1.0 / 29.0);
    sum = step<T>(sum, y2, 1.0 / 27.0);
    sum = step<T>(sum, y2, 1.0 / 25.0);
    sum = step<T>(sum, y2, 1.0 / 23.0);
    sum = step<T>(sum, y2, 1.0 / 21.0);
    sum = step<T>(sum, y2, 1.0 / 19.0);
    sum = step<T>(sum, y2, 1.0 / 17.0);
    sum = step<T>(sum, y2, 1.0 / 15.0);
  }
  sum = step<T>(sum, y2, 1.0 / 13.0);
  sum = step<T>(sum, y2, 1.0 / 11.0);
  sum = step<T>(sum, y2, 1.0 / 9.0);
  sum = step<T>(sum, y2, 1.0 / 7.0);
  sum = step<T>(sum, y2, 1.0 / 5.0);
  sum = step<T>(sum, y2, 1.0 / 3.0);
  const twice = v128.add<T>(y, y);
  return v128.add<T>(v128.mul<T>(v128.mul<T>(sum, y2), twice), twice);
}

/** ln(1 + x) for 0 ≤ x ≤ 1. */
@inline export function log1p<T>(x: v128): v128 {
  return twiceAtanh<T>(v128.div<T>(x, v128.add<T>(x, all<T>(2))));
}

/** ln x for normal x ≥ 1, as sums of exponentials are. */
@inline export function log<T>(x: v128): v128 {
  let exponent: v128;
  let mantissa: v128;
  if (sizeof<T>() == 4) {
    const whole = i32x4.sub(i32x4.shr_u(x, 23), i32x4.splat(127));
    exponent = f32x4.convert_i32x4_s(whole);
    mantissa = v128.sub<i32>(x, i32x4.shl(whole, 23));
  } else {
    const whole = i64x2.sub(i64x2.shr_u(x, 52), i64x2.splat(1023));
    const low = i32x4.shuffle(whole, whole, 0, 2, 0, 2);
    exponent = f64x2.convert_low_i32x4_s(low);
    mantissa = v128.sub<i64>(x, i64x2.shl(whole, 52));
  }
  // 1 ≤ mantissa < 2: (m − 1)/(m + 1) ≤ 1/3.
  const one = all<T>(1);
  const y = v128.div<T>(v128.sub<T>(mantissa, one), v128.add<T>(mantissa, one));
  const value = v128.add<T>(v128.mul<T>(exponent, all<T>(0.6931471805599453)), twiceAtanh<T>(y));
  // Infinity and NaN have no exponent to take out.
  const isFinite = v128.lt<T>(v128.sub<T>(x, x), one);
  return v128.bitselect(value, x, isFinite);
}

/** 1/(1 + e^(−z)), from e^(−|z|), which does not overflow. */
@inline export function sigmoid<T>(z: v128): v128 {
  const one = all<T>(1);
  const e = exp<T>(v128.neg<T>(v128.abs<T>(z)));
  const ofPositive = v128.div<T>(one, v128.add<T>(one, e));
  return v128.bitselect(v128.mul<T>(e, ofPositive), ofPositive, v128.lt<T>(z, all<T>(0)));
}

/** tanh z = −t/(t + 2) with t = e^(−2|z|) − 1, and the sign of z. */
@inline export function tanh<T>(z: v128): v128 {
  const magnitude = v128.abs<T>(z);
  const t = expm1OfNegative<T>(v128.mul<T>(magnitude, all<T>(-2)));
  const value = v128.div<T>(v128.neg<T>(t), v128.add<T>(t, all<T>(2)));
  const sign = v128.xor(z, magnitude);
  return v128.xor(value, sign);
}

/** ln(1 + eᶻ) = max(z, 0) + ln(1 + e^(−|z|)). */
@inline export function softplus<T>(z: v128): v128 {
  const rest = log1p<T>(exp<T>(v128.neg<T>(v128.abs<T>(z))));
  return v128.add<T>(v128.pmax<T>(z, all<T>(0)), rest);
}

/** The error function: float32 by vectors, float64 lane by lane. */
@inline export function erf<T>(x: v128): v128 {
  if (sizeof<T>() == 4) return erf32(x);
  return f64x2.replace_lane(f64x2.splat(erf64(f64x2.extract_lane(x, 0))), 1, erf64(f64x2.extract_lane(x, 1)));
}

/**
 * erf x = 1 − t·exp(−x² + P(t)), t = 1/(1 + x/2), good to 1.2e-7 (Press et al., "Numerical Recipes", 6.2).
 */
function erf32(x: v128): v128 {
  const one = all<f32>(1);
  const magnitude = v128.abs<f32>(x);
  const t = v128.div<f32>(one, v128.add<f32>(one, v128.mul<f32>(magnitude, all<f32>(0.5))));
  let sum = all<f32>(0.17087277);
  sum = step<f32>(sum, t, -0.82215223);
  sum = step<f32>(sum, t, 1.48851587);
  sum = step<f32>(sum, t, -1.13520398);
  sum = step<f32>(sum, t, 0.27886807);
  sum = step<f32>(sum, t, -0.18628806);
  sum = step<f32>(sum, t, 0.09678418);
  sum = step<f32>(sum, t, 0.37409196);
  sum = step<f32>(sum, t, 1.00002368);
  sum = step<f32>(sum, t, -1.26551223);
  const complement = v128.mul<f32>(t, exp<f32>(v128.sub<f32>(sum, v128.mul<f32>(x, x))));
  const value = v128.sub<f32>(one, complement);
  return v128.xor(value, v128.xor(x, magnitude));
}

/**
 * Rational approximations in three ranges (Cody 1969), good to 1e-16.
 */
function erf64(x: f64): f64 {
  const y = Math.abs(x);
  if (!(y <= 6)) return x != x ? x : x > 0 ? 1 : -1;
  if (y <= 0.46875) return x * smallErf(y * y);
  const value = 1 - Math.exp(-y * y) * (y <= 4 ? middleErfc(y) : largeErfc(y));
  return x < 0 ? -value : value;
}

function smallErf(y2: f64): f64 {
  const p = (((1.85777706184603153e-1 * y2 + 3.16112374387056560) * y2 + 1.13864154151050156e2) * y2 + 3.77485237685302021e2) * y2 + 3.20937758913846947e3;
  const q = (((y2 + 2.36012909523441209e1) * y2 + 2.44024637934444173e2) * y2 + 1.28261652607737228e3) * y2 + 2.84423683343917062e3;
  return p / q;
}

function middleErfc(y: f64): f64 {
  const p =
    (((((((2.15311535474403846e-8 * y + 5.64188496988670089e-1) * y + 8.88314979438837594) * y + 6.61191906371416295e1) * y +
      2.98635138197400131e2) * y + 8.81952221241769090e2) * y + 1.71204761263407058e3) * y + 2.05107837782607147e3) * y +
    1.23033935479799725e3;
  const q =
    (((((((y + 1.57449261107098347e1) * y + 1.17693950891312499e2) * y + 5.37181101862009858e2) * y +
      1.62138957456669019e3) * y + 3.29079923573345963e3) * y + 4.36261909014324716e3) * y + 3.43936767414372164e3) * y +
    1.23033935480374942e3;
  return p / q;
}

function largeErfc(y: f64): f64 {
  const r = 1 / (y * y);
  const p =
    ((((1.63153871373020978e-2 * r + 3.05326634961232344e-1) * r + 3.60344899949804439e-1) * r + 1.25781726111229246e-1) * r +
      1.60837851487422766e-2) * r + 6.58749161529837803e-4;
  const q =
    ((((r + 2.56852019228982242) * r + 1.87295284992346725) * r + 5.27905102951428412e-1) * r + 6.05183413124413191e-2) * r +
    2.33520497626869185e-3;
  return (5.6418958354775628695e-1 - (r * p) / q) / y;
}
