import { PANEL } from './plan-layout';
import { all, broadcast, lanes, lanesBelow, panelStride, rowBytes, sumOfLanes64, VECTOR } from './vectors';

/** out = a + b on `bytes` bytes; out may be a. Reference: engine/layers/residual.ts. */
export function add<T>(out: usize, a: usize, b: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += VECTOR) {
    v128.store(out + at, v128.add<T>(v128.load(a + at), v128.load(b + at)));
  }
}

/** x ↦ a hash of all its bits, for four numbers at once. Reference: engine/layers/dropout.ts. */
@inline function mix(x: v128): v128 {
  let h = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), i32x4.splat(0x21f0aaad));
  h = i32x4.mul(v128.xor(h, i32x4.shr_u(h, 15)), i32x4.splat(0x735a2d97));
  return v128.xor(h, i32x4.shr_u(h, 15));
}

/** The key of a layer's masks in one step. */
export function maskKey(seed: i32, step: i32, layer: i32): i32 {
  const inner = i32x4.extract_lane(mix(i32x4.splat(step + <i32>0x9e3779b9 * (layer + 1))), 0);
  return i32x4.extract_lane(mix(i32x4.splat(seed ^ inner)), 0);
}

/**
 * out = in times 0 or `scale`, by a hash of key, unit and sample. Forwards and backwards are the same.
 *
 * Shapes: out, in [panels][units][8]; `firstSample` is panel 0's first. Reference: engine/layers/dropout.ts.
 */
export function dropout<T>(
  out: usize, input: usize, units: i32, key: i32, limit: i32, scale: f64, firstSample: i32, from: i32, to: i32,
): void {
  const keys = i32x4.splat(key);
  const limits = i32x4.splat(limit);
  const factor = all<T>(scale);
  for (let p = from; p < to; p++) {
    const sample = i32x4.splat(firstSample + p * PANEL);
    const places0 = i32x4.mul(i32x4.add(sample, i32x4(0, 1, 2, 3)), i32x4.splat(<i32>0x85ebca6b));
    const places1 = i32x4.mul(i32x4.add(sample, i32x4(4, 5, 6, 7)), i32x4.splat(<i32>0x85ebca6b));
    for (let u = 0; u < units; u++) {
      const at = <usize>p * panelStride<T>(units) + <usize>u * rowBytes<T>();
      const unit = i32x4.splat(u);
      const kept0 = i32x4.ge_u(mix(v128.xor(keys, mix(i32x4.add(places0, unit)))), limits);
      const kept1 = i32x4.ge_u(mix(v128.xor(keys, mix(i32x4.add(places1, unit)))), limits);
      if (sizeof<T>() == 4) {
        keep<T>(out + at, input + at, factor, kept0);
        keep<T>(out + at + VECTOR, input + at + VECTOR, factor, kept1);
      } else {
        keep<T>(out + at, input + at, factor, i64x2.extend_low_i32x4_s(kept0));
        keep<T>(out + at + VECTOR, input + at + VECTOR, factor, i64x2.extend_high_i32x4_s(kept0));
        keep<T>(out + at + 2 * VECTOR, input + at + 2 * VECTOR, factor, i64x2.extend_low_i32x4_s(kept1));
        keep<T>(out + at + 3 * VECTOR, input + at + 3 * VECTOR, factor, i64x2.extend_high_i32x4_s(kept1));
      }
    }
  }
}

@inline function keep<T>(out: usize, input: usize, factor: v128, kept: v128): void {
  // Multiplied, not masked: 0 · NaN is NaN, and a network that has broken must be seen to be broken.
  v128.store(out, v128.mul<T>(v128.load(input), v128.and(factor, kept)));
}

/**
 * Layer normalisation, forward: H = (A − mean)/√(variance + ε) over the units of each sample, Z = γ·H + β.
 *
 * Shapes: A, H, Z [panels][units][8]; roots (1/√…) [panels][8]; γ, β [units]. Reference: engine/layers/normalization.ts.
 */
export function layerNorm<T>(
  Z: usize, H: usize, roots: usize, A: usize, gamma: usize, beta: usize, units: i32, epsilon: f64, from: i32, to: i32,
): void {
  const row = rowBytes<T>();
  const share = all<T>(1.0 / <f64>units);
  for (let p = from; p < to; p++) {
    for (let lane: usize = 0; lane < row; lane += VECTOR) {
      const at = <usize>p * panelStride<T>(units) + lane;
      let sum = all<T>(0);
      for (let u = 0; u < units; u++) sum = v128.add<T>(sum, v128.load(A + at + <usize>u * row));
      const mean = v128.mul<T>(sum, share);
      let squares = all<T>(0);
      for (let u = 0; u < units; u++) {
        const difference = v128.sub<T>(v128.load(A + at + <usize>u * row), mean);
        squares = v128.add<T>(squares, v128.mul<T>(difference, difference));
      }
      const variance = v128.add<T>(v128.mul<T>(squares, share), all<T>(epsilon));
      const root = v128.div<T>(all<T>(1), v128.sqrt<T>(variance));
      v128.store(roots + <usize>p * row + lane, root);
      for (let u = 0; u < units; u++) {
        const k = at + <usize>u * row;
        const h = v128.mul<T>(v128.sub<T>(v128.load(A + k), mean), root);
        v128.store(H + k, h);
        v128.store(Z + k, scaleAndShift<T>(h, gamma, beta, u));
      }
    }
  }
}

@inline function scaleAndShift<T>(h: v128, gamma: usize, beta: usize, u: i32): v128 {
  const at = <usize>u * sizeof<T>();
  return v128.add<T>(v128.mul<T>(h, broadcast<T>(gamma + at)), broadcast<T>(beta + at));
}

/** Its gradient: dA = root·(dH − mean(dH) − H·mean(dH·H)) with dH = γ·dZ. Shapes as in `layerNorm`. */
export function layerNormBackward<T>(
  dA: usize, dZ: usize, H: usize, roots: usize, gamma: usize, units: i32, from: i32, to: i32,
): void {
  const row = rowBytes<T>();
  const share = all<T>(1.0 / <f64>units);
  for (let p = from; p < to; p++) {
    for (let lane: usize = 0; lane < row; lane += VECTOR) {
      const at = <usize>p * panelStride<T>(units) + lane;
      let sum = all<T>(0);
      let products = all<T>(0);
      for (let u = 0; u < units; u++) {
        const k = at + <usize>u * row;
        const d = v128.mul<T>(v128.load(dZ + k), broadcast<T>(gamma + <usize>u * sizeof<T>()));
        sum = v128.add<T>(sum, d);
        products = v128.add<T>(products, v128.mul<T>(d, v128.load(H + k)));
      }
      const mean = v128.mul<T>(sum, share);
      const slope = v128.mul<T>(products, share);
      const root = v128.load(roots + <usize>p * row + lane);
      for (let u = 0; u < units; u++) {
        const k = at + <usize>u * row;
        const d = v128.mul<T>(v128.load(dZ + k), broadcast<T>(gamma + <usize>u * sizeof<T>()));
        const rest = v128.sub<T>(v128.sub<T>(d, mean), v128.mul<T>(v128.load(H + k), slope));
        v128.store(dA + k, v128.mul<T>(rest, root));
      }
    }
  }
}

/** dγ = Σ dZ·H and dβ = Σ dZ over all samples, for units from ≤ u < to; sums are kept in float64. */
export function normGradient<T>(
  dGamma: usize, dBeta: usize, dZ: usize, H: usize, units: i32, panels: i32, isFirst: bool, from: i32, to: i32,
): void {
  const row = rowBytes<T>();
  for (let u = from; u < to; u++) {
    let scale = 0.0;
    let shift = 0.0;
    for (let p = 0; p < panels; p++) {
      const at = <usize>p * panelStride<T>(units) + <usize>u * row;
      for (let lane: usize = 0; lane < row; lane += VECTOR) {
        const d = v128.load(dZ + at + lane);
        scale += sumOfLanes64<T>(v128.mul<T>(d, v128.load(H + at + lane)));
        shift += sumOfLanes64<T>(d);
      }
    }
    const k = <usize>u * sizeof<T>();
    store<T>(dGamma + k, <T>(isFirst ? scale : <f64>load<T>(dGamma + k) + scale));
    store<T>(dBeta + k, <T>(isFirst ? shift : <f64>load<T>(dBeta + k) + shift));
  }
}

/**
 * Mean, variance (biased) and 1/√(variance + ε) of each unit over the batch, for units from ≤ u < to.
 *
 * Shapes: A [panels][units][8], of which `samples` count; mean, variance, roots [units].
 */
export function batchStatistics<T>(
  A: usize, mean: usize, variance: usize, roots: usize, units: i32, epsilon: f64, samples: i32, panels: i32,
  from: i32, to: i32,
): void {
  for (let u = from; u < to; u++) {
    const average = sumOverSamples<T>(A, units, u, samples, panels, 0, false) / <f64>samples;
    const spread = sumOverSamples<T>(A, units, u, samples, panels, average, true) / <f64>samples;
    const k = <usize>u * sizeof<T>();
    store<T>(mean + k, <T>average);
    store<T>(variance + k, <T>spread);
    store<T>(roots + k, <T>(1.0 / Math.sqrt(spread + epsilon)));
  }
}

/** Σ (a − centre), or of its square, over the samples that count. */
@inline function sumOverSamples<T>(
  A: usize, units: i32, u: i32, samples: i32, panels: i32, centre: f64, isSquare: bool,
): f64 {
  const row = rowBytes<T>();
  const middle = all<T>(centre);
  let sum = 0.0;
  for (let p = 0; p < panels; p++) {
    const at = A + <usize>p * panelStride<T>(units) + <usize>u * row;
    for (let lane: usize = 0; lane < row; lane += VECTOR) {
      const first = p * PANEL + <i32>(lane / VECTOR) * lanes<T>();
      const difference = v128.sub<T>(v128.load(at + lane), middle);
      const term = isSquare ? v128.mul<T>(difference, difference) : difference;
      sum += sumOfLanes64<T>(v128.and(term, lanesBelow<T>(first, samples)));
    }
  }
  return sum;
}

/**
 * Batch normalisation: H = (A − mean)·root, Z = γ·H + β. Shapes: A, H, Z [panels][units][8]; the rest [units].
 */
export function batchNorm<T>(
  Z: usize, H: usize, A: usize, mean: usize, roots: usize, gamma: usize, beta: usize, units: i32, from: i32, to: i32,
): void {
  const row = rowBytes<T>();
  for (let p = from; p < to; p++) {
    for (let u = 0; u < units; u++) {
      const at = <usize>p * panelStride<T>(units) + <usize>u * row;
      const k = <usize>u * sizeof<T>();
      const middle = broadcast<T>(mean + k);
      const root = broadcast<T>(roots + k);
      for (let lane: usize = 0; lane < row; lane += VECTOR) {
        const h = v128.mul<T>(v128.sub<T>(v128.load(A + at + lane), middle), root);
        v128.store(H + at + lane, h);
        v128.store(Z + at + lane, scaleAndShift<T>(h, gamma, beta, u));
      }
    }
  }
}

/** 1/√(variance + ε) of the running variance, for prediction: roots, variance [units]. */
export function rootsOf<T>(roots: usize, variance: usize, units: i32, epsilon: f64): void {
  for (let u = 0; u < units; u++) {
    const k = <usize>u * sizeof<T>();
    store<T>(roots + k, <T>(1.0 / Math.sqrt(<f64>load<T>(variance + k) + epsilon)));
  }
}

/**
 * Its gradient: dA = γ·root·(dZ − dβ/N − H·dγ/N), zero for rows that only fill a panel up.
 *
 * Shapes: dA, dZ, H [panels][units][8]; the rest [units]. dγ and dβ must be those of these rows alone.
 */
export function batchNormBackward<T>(
  dA: usize, dZ: usize, H: usize, roots: usize, gamma: usize, dGamma: usize, dBeta: usize, units: i32, samples: i32,
  from: i32, to: i32,
): void {
  const row = rowBytes<T>();
  const share = all<T>(1.0 / <f64>samples);
  for (let p = from; p < to; p++) {
    for (let u = 0; u < units; u++) {
      const at = <usize>p * panelStride<T>(units) + <usize>u * row;
      const k = <usize>u * sizeof<T>();
      const factor = v128.mul<T>(broadcast<T>(gamma + k), broadcast<T>(roots + k));
      const slope = v128.mul<T>(broadcast<T>(dGamma + k), share);
      const shift = v128.mul<T>(broadcast<T>(dBeta + k), share);
      for (let lane: usize = 0; lane < row; lane += VECTOR) {
        const first = p * PANEL + <i32>(lane / VECTOR) * lanes<T>();
        const bent = v128.sub<T>(v128.load(dZ + at + lane), shift);
        const rest = v128.sub<T>(bent, v128.mul<T>(v128.load(H + at + lane), slope));
        v128.store(dA + at + lane, v128.and(v128.mul<T>(rest, factor), lanesBelow<T>(first, samples)));
      }
    }
  }
}
