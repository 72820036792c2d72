import { outerProduct } from './dense-gradient';
import { batch, runPanels, useBatch } from './operations';
import { address, word } from './plan';
import {
  JACOBIAN_BACKWARD,
  JACOBIAN_BACKWARD_COUNT,
  JACOBIAN_FORWARD,
  JACOBIAN_FORWARD_COUNT,
  JACOBIAN_GRADIENT,
  JACOBIAN_LAYER_COUNT,
  JACOBIAN_LAYER_WORDS,
  JACOBIAN_LAYERS,
  JACOBIAN_OUTPUT,
  JACOBIAN_PANELS,
  JACOBIAN_PARAMETERS,
  JACOBIAN_PRODUCT,
  JACOBIAN_ROWS,
  OPERATION_WORDS,
  PANEL,
  PLAN_BATCH_INPUTS,
  PLAN_BATCH_TARGETS,
  PLAN_BATCH_WEIGHTS,
  PLAN_INPUTS,
  PLAN_TARGETS,
  PLAN_TRAIN_ROWS,
} from './plan-layout';
import { panelStride, rowBytes, VECTOR } from './vectors';

/**
 * JᵀJ, Jᵀr and Σ r² at once, as the product of the Jacobian with its residuals below it: each row of that matrix is a
 * parameter's ∂√w·(ŷ − y)/∂θ over samples and targets. Only the lower triangle is filled. Panels from ≤ p < to are added
 * to those before them, or are the first if `from` is 0.
 *
 * Shapes: product [P + 1, P + 1]. Reference: engine/reference-normal-equations.ts. All rows' panels must be there.
 */
export function normalEquationsOf<T>(plan: usize, record: usize, from: i32, to: i32): void {
  useBatch(plan, 0);
  batch.inputRows = 0;
  batch.inputCount = word(plan, PLAN_INPUTS);
  batch.rows = word(plan, PLAN_TRAIN_ROWS);
  const targets = word(plan, PLAN_TARGETS);
  const atOnce = word(record, JACOBIAN_PANELS);
  const parameters = word(record, JACOBIAN_PARAMETERS);
  const rows = address(record, JACOBIAN_ROWS);
  for (let first = from; first < to; first += atOnce) {
    const count = min(atOnce, to - first);
    batch.inputs = address(plan, PLAN_BATCH_INPUTS) + <usize>first * panelStride<T>(batch.inputCount);
    batch.targets = address(plan, PLAN_BATCH_TARGETS) + <usize>first * panelStride<T>(targets);
    batch.weights = address(plan, PLAN_BATCH_WEIGHTS) + <usize>first * rowBytes<T>();
    run<T>(address(record, JACOBIAN_FORWARD), word(record, JACOBIAN_FORWARD_COUNT), count);
    for (let t = 0; t < targets; t++) {
      seed<T>(record, targets, t, count);
      run<T>(address(record, JACOBIAN_BACKWARD), word(record, JACOBIAN_BACKWARD_COUNT), count);
      fill<T>(record, rows, parameters + 1, count);
      multiply<T>(address(record, JACOBIAN_PRODUCT), rows, parameters + 1, count, first == 0 && t == 0);
    }
  }
}

/** Rows of the Jacobian that stay in the second cache while all of them pass by. */
const BAND = 64;

/** Product of the rows with themselves, the lower triangle, band after band: added unless these are the first samples. */
function multiply<T>(product: usize, rows: usize, count: i32, panels: i32, isFirst: bool): void {
  for (let from = 0; from < count; from += BAND) {
    outerProduct<T>(product, rows, rows, count, count, panels, isFirst, true, from, min(from + BAND, count));
  }
}

function run<T>(first: usize, count: i32, panels: i32): void {
  const end = first + <usize>(count * OPERATION_WORDS) * 4;
  for (let op = first; op < end; op += OPERATION_WORDS * 4) runPanels<T>(op, 0, panels, 0);
}

/** ∂/∂ŷ of √w·ŷₜ at the outputs, and the residuals √w·(ŷₜ − yₜ) as the Jacobian's last row. */
function seed<T>(record: usize, targets: i32, t: i32, panels: i32): void {
  const row = rowBytes<T>();
  const stride = panelStride<T>(targets);
  const parameters = word(record, JACOBIAN_PARAMETERS);
  memory.fill(address(record, JACOBIAN_GRADIENT), 0, <usize>panels * stride);
  for (let p = 0; p < panels; p++) {
    const at = <usize>p * stride + <usize>t * row;
    const residuals =
      address(record, JACOBIAN_ROWS) + <usize>p * panelStride<T>(parameters + 1) + <usize>parameters * row;
    for (let lane: usize = 0; lane < row; lane += VECTOR) {
      const root = v128.sqrt<T>(v128.load(batch.weights + <usize>p * row + lane));
      v128.store(address(record, JACOBIAN_GRADIENT) + at + lane, root);
      const difference = v128.sub<T>(
        v128.load(address(record, JACOBIAN_OUTPUT) + at + lane),
        v128.load(batch.targets + at + lane),
      );
      v128.store(residuals + lane, v128.mul<T>(root, difference));
    }
  }
}

/** Every parameter's row: the product of its unit's gradient and of what it is multiplied by. */
function fill<T>(record: usize, rows: usize, count: i32, panels: i32): void {
  const row = rowBytes<T>();
  let first = rows;
  for (let l = 0; l < word(record, JACOBIAN_LAYER_COUNT); l++) {
    const layer = address(record, JACOBIAN_LAYERS) + <usize>(l * JACOBIAN_LAYER_WORDS) * 4;
    const units = word(layer, 2);
    const inputs = word(layer, 3);
    const gradients = address(layer, 0);
    const values = address(layer, 1) == 0 ? batch.inputs : address(layer, 1);
    for (let p = 0; p < panels; p++) {
      const to = first + <usize>p * panelStride<T>(count);
      const d = gradients + <usize>p * panelStride<T>(units);
      if (inputs < 0) fillNorm<T>(to, d, values + <usize>p * panelStride<T>(units), units);
      else fillDense<T>(to, d, values + <usize>p * panelStride<T>(inputs), units, inputs);
    }
    first += <usize>(inputs < 0 ? 2 * units : (inputs + 1) * units) * row;
  }
}

function fillDense<T>(to: usize, gradients: usize, inputs: usize, units: i32, count: i32): void {
  const row = rowBytes<T>();
  for (let lane: usize = 0; lane < row; lane += VECTOR) {
    let weight = to + lane;
    for (let o = 0; o < units; o++) {
      const d = v128.load(gradients + <usize>o * row + lane);
      for (let i = 0; i < count; i++) {
        v128.store(weight, v128.mul<T>(d, v128.load(inputs + <usize>i * row + lane)));
        weight += row;
      }
    }
  }
  memory.copy(to + <usize>(units * count) * row, gradients, <usize>units * row);
}

function fillNorm<T>(to: usize, gradients: usize, normalized: usize, units: i32): void {
  const bytes = <usize>units * rowBytes<T>();
  for (let at: usize = 0; at < bytes; at += VECTOR) {
    v128.store(to + at, v128.mul<T>(v128.load(gradients + at), v128.load(normalized + at)));
  }
  memory.copy(to + bytes, gradients, bytes);
}
