import {
  OPTIMIZER_ADADELTA,
  OPTIMIZER_ADAGRAD,
  OPTIMIZER_ADAM,
  OPTIMIZER_ADAMAX,
  OPTIMIZER_ADAMW,
  OPTIMIZER_AMSGRAD,
  OPTIMIZER_MOMENTUM,
  OPTIMIZER_NADAM,
  OPTIMIZER_NESTEROV,
  OPTIMIZER_RADAM,
  OPTIMIZER_RMSPROP,
  OPTIMIZER_SGD,
} from './plan-layout';
import { all, VECTOR } from './vectors';

/*
 * The element-wise updates of engine/optimizers/*, which say the formulas and what the coefficients are. θ and g are
 * padded with zeros to whole vectors; `s0` to `s2` are the slots.
 */

@inline function times<T>(a: v128, b: v128): v128 {
  return v128.mul<T>(a, b);
}

@inline function plus<T>(a: v128, b: v128): v128 {
  return v128.add<T>(a, b);
}

/** slot ← decay·slot + rest·x, and gives it. */
@inline function running<T>(slot: usize, decay: v128, rest: v128, x: v128): v128 {
  const value = plus<T>(times<T>(decay, v128.load(slot)), times<T>(rest, x));
  v128.store(slot, value);
  return value;
}

@inline function coefficient<T>(c: usize, k: usize): v128 {
  return all<T>(load<f64>(c + (k << 3)));
}

/** What is taken away from θ in one update of a vector. `kind` is a constant, as in activations.ts. */
@inline function change<T>(
  kind: i32, theta: v128, g: v128, s0: usize, s1: usize, s2: usize,
  c0: v128, c1: v128, c2: v128, c3: v128, c4: v128, c5: v128, c6: v128,
): v128 {
  if (kind == OPTIMIZER_MOMENTUM) {
    const v = plus<T>(plus<T>(times<T>(c2, v128.load(s0)), g), times<T>(c1, theta));
    v128.store(s0, v);
    return times<T>(c0, v);
  }
  if (kind == OPTIMIZER_NESTEROV) {
    const decayed = plus<T>(g, times<T>(c1, theta));
    const v = plus<T>(times<T>(c2, v128.load(s0)), decayed);
    v128.store(s0, v);
    return times<T>(c0, plus<T>(decayed, times<T>(c2, v)));
  }
  if (kind == OPTIMIZER_RMSPROP) {
    const v = running<T>(s0, c1, c2, times<T>(g, g));
    return v128.div<T>(times<T>(c0, g), plus<T>(v128.sqrt<T>(v), c3));
  }
  if (kind == OPTIMIZER_ADAGRAD) {
    const s = plus<T>(v128.load(s0), times<T>(g, g));
    v128.store(s0, s);
    return v128.div<T>(times<T>(c0, g), plus<T>(v128.sqrt<T>(s), c1));
  }
  if (kind == OPTIMIZER_ADADELTA) {
    const v = running<T>(s0, c1, c2, times<T>(g, g));
    const ratio = v128.div<T>(v128.sqrt<T>(plus<T>(v128.load(s1), c3)), v128.sqrt<T>(plus<T>(v, c3)));
    const delta = times<T>(ratio, g);
    running<T>(s1, c1, c2, times<T>(delta, delta));
    return times<T>(c0, delta);
  }
  if (kind == OPTIMIZER_ADAM || kind == OPTIMIZER_ADAMW) {
    const m = running<T>(s0, c1, c2, g);
    const v = running<T>(s1, c3, c4, times<T>(g, g));
    const taken = v128.div<T>(times<T>(c0, m), plus<T>(v128.sqrt<T>(v), c5));
    return kind == OPTIMIZER_ADAMW ? plus<T>(taken, times<T>(c6, theta)) : taken;
  }
  if (kind == OPTIMIZER_AMSGRAD) {
    const m = running<T>(s0, c1, c2, g);
    const v = running<T>(s1, c3, c4, times<T>(g, g));
    const largest = v128.pmax<T>(v128.load(s2), v);
    v128.store(s2, largest);
    return v128.div<T>(times<T>(c0, m), plus<T>(v128.sqrt<T>(largest), c5));
  }
  if (kind == OPTIMIZER_ADAMAX) {
    const m = running<T>(s0, c1, c2, g);
    const u = v128.pmax<T>(times<T>(c3, v128.load(s1)), plus<T>(v128.abs<T>(g), c4));
    v128.store(s1, u);
    return v128.div<T>(times<T>(c0, m), u);
  }
  if (kind == OPTIMIZER_NADAM) {
    const m = running<T>(s0, c2, c3, g);
    const v = running<T>(s1, c4, c5, times<T>(g, g));
    return v128.div<T>(plus<T>(times<T>(c0, g), times<T>(c1, m)), plus<T>(v128.sqrt<T>(v), c6));
  }
  if (kind == OPTIMIZER_RADAM) {
    const m = running<T>(s0, c2, c3, g);
    const v = running<T>(s1, c4, c5, times<T>(g, g));
    return plus<T>(times<T>(c0, m), v128.div<T>(times<T>(c1, m), plus<T>(v128.sqrt<T>(v), c6)));
  }
  return times<T>(c0, plus<T>(g, times<T>(c1, theta)));
}

/** One loop for one optimizer. A number that would stop being finite keeps its old value and is told. */
@inline function loop<T>(
  kind: i32, theta: usize, g: usize, s0: usize, s1: usize, s2: usize, c: usize, from: usize, to: usize,
): bool {
  const c0 = coefficient<T>(c, 0);
  const c1 = coefficient<T>(c, 1);
  const c2 = coefficient<T>(c, 2);
  const c3 = coefficient<T>(c, 3);
  const c4 = coefficient<T>(c, 4);
  const c5 = coefficient<T>(c, 5);
  const c6 = coefficient<T>(c, 6);
  const infinity = all<T>(Infinity);
  let finite = i32x4.splat(-1);
  for (let at = from; at < to; at += VECTOR) {
    const old = v128.load(theta + at);
    const taken = change<T>(kind, old, v128.load(g + at), s0 + at, s1 + at, s2 + at, c0, c1, c2, c3, c4, c5, c6);
    const value = v128.sub<T>(old, taken);
    const isFinite = v128.lt<T>(v128.abs<T>(value), infinity);
    v128.store(theta + at, v128.bitselect(value, old, isFinite));
    finite = v128.and(finite, isFinite);
  }
  return i32x4.all_true(finite);
}

/** One update of the bytes from ≤ at < to of the parameters; false where a number would have stopped being finite. */
export function update<T>(
  kind: i32, theta: usize, g: usize, s0: usize, s1: usize, s2: usize, c: usize, from: usize, to: usize,
): bool {
  // Every case calls with a constant, so that the compiler leaves one tight loop for each.
  switch (kind) {
    case OPTIMIZER_SGD: return loop<T>(OPTIMIZER_SGD, theta, g, s0, s1, s2, c, from, to);
    case OPTIMIZER_MOMENTUM: return loop<T>(OPTIMIZER_MOMENTUM, theta, g, s0, s1, s2, c, from, to);
    case OPTIMIZER_NESTEROV: return loop<T>(OPTIMIZER_NESTEROV, theta, g, s0, s1, s2, c, from, to);
    case OPTIMIZER_RMSPROP: return loop<T>(OPTIMIZER_RMSPROP, theta, g, s0, s1, s2, c, from, to);
    case OPTIMIZER_ADAGRAD: return loop<T>(OPTIMIZER_ADAGRAD, theta, g, s0, s1, s2, c, from, to);
    case OPTIMIZER_ADADELTA: return loop<T>(OPTIMIZER_ADADELTA, theta, g, s0, s1, s2, c, from, to);
    case OPTIMIZER_ADAM: return loop<T>(OPTIMIZER_ADAM, theta, g, s0, s1, s2, c, from, to);
    case OPTIMIZER_AMSGRAD: return loop<T>(OPTIMIZER_AMSGRAD, theta, g, s0, s1, s2, c, from, to);
    case OPTIMIZER_ADAMW: return loop<T>(OPTIMIZER_ADAMW, theta, g, s0, s1, s2, c, from, to);
    case OPTIMIZER_ADAMAX: return loop<T>(OPTIMIZER_ADAMAX, theta, g, s0, s1, s2, c, from, to);
    case OPTIMIZER_NADAM: return loop<T>(OPTIMIZER_NADAM, theta, g, s0, s1, s2, c, from, to);
    case OPTIMIZER_RADAM: return loop<T>(OPTIMIZER_RADAM, theta, g, s0, s1, s2, c, from, to);
  }
  return true;
}
