import {
  ACTIVATION_ELU,
  ACTIVATION_GELU,
  ACTIVATION_GELU_TANH,
  ACTIVATION_LEAKY_RELU,
  ACTIVATION_LINEAR,
  ACTIVATION_MISH,
  ACTIVATION_RELU,
  ACTIVATION_SELU,
  ACTIVATION_SIGMOID,
  ACTIVATION_SILU,
  ACTIVATION_SOFTPLUS,
  ACTIVATION_SOFTSIGN,
  ACTIVATION_TANH,
} from './plan-layout';
import { erf, exp, expm1OfNegative, sigmoid, softplus, tanh } from './mathematics';
import { all, VECTOR } from './vectors';

const LEAKY_SLOPE = 0.01;
const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;
const ROOT_HALF = 0.7071067811865476;
const ROOT_TWO_OVER_PI = 0.7978845608028654;
const ONE_OVER_ROOT_TWO_PI = 0.3989422804014327;
const GELU_CUBE = 0.044715;

/** f(z) of one vector; the reference is engine/activations.ts. `kind` is a constant: `if` is then decided while compiling, `switch` would not be. */
@inline function valueOf<T>(kind: i32, z: v128): v128 {
  const zero = all<T>(0);
  const one = all<T>(1);
  if (kind == ACTIVATION_RELU) return v128.pmax<T>(z, zero);
  if (kind == ACTIVATION_LEAKY_RELU) {
    return v128.bitselect(v128.mul<T>(z, all<T>(LEAKY_SLOPE)), z, v128.lt<T>(z, zero));
  }
  if (kind == ACTIVATION_ELU) {
    return v128.bitselect(expm1OfNegative<T>(v128.pmin<T>(z, zero)), z, v128.lt<T>(z, zero));
  }
  if (kind == ACTIVATION_SELU) {
    const negative = v128.mul<T>(expm1OfNegative<T>(v128.pmin<T>(z, zero)), all<T>(SELU_SCALE * SELU_ALPHA));
    return v128.bitselect(negative, v128.mul<T>(z, all<T>(SELU_SCALE)), v128.lt<T>(z, zero));
  }
  if (kind == ACTIVATION_GELU) {
    const share = v128.add<T>(one, erf<T>(v128.mul<T>(z, all<T>(ROOT_HALF))));
    return v128.mul<T>(v128.mul<T>(z, all<T>(0.5)), share);
  }
  if (kind == ACTIVATION_GELU_TANH) {
    return v128.mul<T>(v128.mul<T>(z, all<T>(0.5)), v128.add<T>(one, tanh<T>(geluInner<T>(z))));
  }
  if (kind == ACTIVATION_SILU) return v128.mul<T>(z, sigmoid<T>(z));
  if (kind == ACTIVATION_MISH) return v128.mul<T>(z, tanh<T>(softplus<T>(z)));
  if (kind == ACTIVATION_SOFTPLUS) return softplus<T>(z);
  if (kind == ACTIVATION_SOFTSIGN) return v128.div<T>(z, v128.add<T>(one, v128.abs<T>(z)));
  if (kind == ACTIVATION_SIGMOID) return sigmoid<T>(z);
  if (kind == ACTIVATION_TANH) return tanh<T>(z);
  return z;
}

@inline function geluInner<T>(z: v128): v128 {
  const cube = v128.mul<T>(v128.mul<T>(v128.mul<T>(z, z), z), all<T>(GELU_CUBE));
  return v128.mul<T>(v128.add<T>(z, cube), all<T>(ROOT_TWO_OVER_PI));
}

/** f′(z) of one vector, with a = f(z) at hand. */
@inline function slopeOf<T>(kind: i32, z: v128, a: v128): v128 {
  const zero = all<T>(0);
  const one = all<T>(1);
  if (kind == ACTIVATION_LEAKY_RELU) return v128.bitselect(all<T>(LEAKY_SLOPE), one, v128.le<T>(z, zero));
  if (kind == ACTIVATION_ELU) {
    return v128.bitselect(exp<T>(v128.pmin<T>(z, zero)), one, v128.le<T>(z, zero));
  }
  if (kind == ACTIVATION_SELU) {
    const negative = v128.mul<T>(exp<T>(v128.pmin<T>(z, zero)), all<T>(SELU_SCALE * SELU_ALPHA));
    return v128.bitselect(negative, all<T>(SELU_SCALE), v128.le<T>(z, zero));
  }
  if (kind == ACTIVATION_GELU) {
    const share = v128.mul<T>(all<T>(0.5), v128.add<T>(one, erf<T>(v128.mul<T>(z, all<T>(ROOT_HALF)))));
    const density = v128.mul<T>(exp<T>(v128.mul<T>(v128.mul<T>(z, z), all<T>(-0.5))), all<T>(ONE_OVER_ROOT_TWO_PI));
    return v128.add<T>(share, v128.mul<T>(z, density));
  }
  if (kind == ACTIVATION_GELU_TANH) {
    const t = tanh<T>(geluInner<T>(z));
    const inner = v128.mul<T>(
      v128.add<T>(one, v128.mul<T>(v128.mul<T>(z, z), all<T>(3 * GELU_CUBE))),
      all<T>(ROOT_TWO_OVER_PI),
    );
    const bend = v128.mul<T>(v128.mul<T>(z, v128.sub<T>(one, v128.mul<T>(t, t))), inner);
    return v128.mul<T>(all<T>(0.5), v128.add<T>(v128.add<T>(one, t), bend));
  }
  if (kind == ACTIVATION_SILU) {
    const s = sigmoid<T>(z);
    return v128.mul<T>(s, v128.add<T>(one, v128.mul<T>(z, v128.sub<T>(one, s))));
  }
  if (kind == ACTIVATION_MISH) {
    const t = tanh<T>(softplus<T>(z));
    const bend = v128.mul<T>(v128.mul<T>(z, sigmoid<T>(z)), v128.sub<T>(one, v128.mul<T>(t, t)));
    return v128.add<T>(t, bend);
  }
  if (kind == ACTIVATION_SOFTPLUS) return sigmoid<T>(z);
  if (kind == ACTIVATION_SOFTSIGN) {
    const root = v128.add<T>(one, v128.abs<T>(z));
    return v128.div<T>(one, v128.mul<T>(root, root));
  }
  if (kind == ACTIVATION_SIGMOID) return v128.mul<T>(a, v128.sub<T>(one, a));
  if (kind == ACTIVATION_TANH) return v128.sub<T>(one, v128.mul<T>(a, a));
  return one;
}

@inline function apply<T>(kind: i32, Z: usize, A: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += VECTOR) v128.store(A + at, valueOf<T>(kind, v128.load(Z + at)));
}

@inline function applySlope<T>(kind: i32, D: usize, Z: usize, A: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += VECTOR) {
    const slope = slopeOf<T>(kind, v128.load(Z + at), v128.load(A + at));
    v128.store(D + at, v128.mul<T>(v128.load(D + at), slope));
  }
}

/** A = f(Z). Shapes: Z, A are `bytes` long. Reference: engine/activations.ts. */
export function activate<T>(kind: i32, Z: usize, A: usize, bytes: usize): void {
  // Every case calls with a constant, so that the compiler leaves one tight loop for each.
  switch (kind) {
    case ACTIVATION_LINEAR: apply<T>(ACTIVATION_LINEAR, Z, A, bytes); return;
    case ACTIVATION_RELU: apply<T>(ACTIVATION_RELU, Z, A, bytes); return;
    case ACTIVATION_LEAKY_RELU: apply<T>(ACTIVATION_LEAKY_RELU, Z, A, bytes); return;
    case ACTIVATION_ELU: apply<T>(ACTIVATION_ELU, Z, A, bytes); return;
    case ACTIVATION_SELU: apply<T>(ACTIVATION_SELU, Z, A, bytes); return;
    case ACTIVATION_GELU: apply<T>(ACTIVATION_GELU, Z, A, bytes); return;
    case ACTIVATION_GELU_TANH: apply<T>(ACTIVATION_GELU_TANH, Z, A, bytes); return;
    case ACTIVATION_SILU: apply<T>(ACTIVATION_SILU, Z, A, bytes); return;
    case ACTIVATION_MISH: apply<T>(ACTIVATION_MISH, Z, A, bytes); return;
    case ACTIVATION_SOFTPLUS: apply<T>(ACTIVATION_SOFTPLUS, Z, A, bytes); return;
    case ACTIVATION_SOFTSIGN: apply<T>(ACTIVATION_SOFTSIGN, Z, A, bytes); return;
    case ACTIVATION_SIGMOID: apply<T>(ACTIVATION_SIGMOID, Z, A, bytes); return;
    case ACTIVATION_TANH: apply<T>(ACTIVATION_TANH, Z, A, bytes); return;
  }
}

/** D ← D ∘ f′(Z), in place. Shapes: D, Z, A are `bytes` long. Reference: engine/activations.ts. */
export function activateBackward<T>(kind: i32, D: usize, Z: usize, A: usize, bytes: usize): void {
  switch (kind) {
    case ACTIVATION_RELU:
      for (let at: usize = 0; at < bytes; at += VECTOR) {
        v128.store(D + at, v128.andnot(v128.load(D + at), v128.le<T>(v128.load(A + at), all<T>(0))));
      }
      return;
    case ACTIVATION_LEAKY_RELU: applySlope<T>(ACTIVATION_LEAKY_RELU, D, Z, A, bytes); return;
    case ACTIVATION_ELU: applySlope<T>(ACTIVATION_ELU, D, Z, A, bytes); return;
    case ACTIVATION_SELU: applySlope<T>(ACTIVATION_SELU, D, Z, A, bytes); return;
    case ACTIVATION_GELU: applySlope<T>(ACTIVATION_GELU, D, Z, A, bytes); return;
    case ACTIVATION_GELU_TANH: applySlope<T>(ACTIVATION_GELU_TANH, D, Z, A, bytes); return;
    case ACTIVATION_SILU: applySlope<T>(ACTIVATION_SILU, D, Z, A, bytes); return;
    case ACTIVATION_MISH: applySlope<T>(ACTIVATION_MISH, D, Z, A, bytes); return;
    case ACTIVATION_SOFTPLUS: applySlope<T>(ACTIVATION_SOFTPLUS, D, Z, A, bytes); return;
    case ACTIVATION_SOFTSIGN: applySlope<T>(ACTIVATION_SOFTSIGN, D, Z, A, bytes); return;
    case ACTIVATION_SIGMOID: applySlope<T>(ACTIVATION_SIGMOID, D, Z, A, bytes); return;
    case ACTIVATION_TANH: applySlope<T>(ACTIVATION_TANH, D, Z, A, bytes); return;
  }
}
