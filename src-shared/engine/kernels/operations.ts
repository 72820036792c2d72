import { activate, activateBackward } from './activations';
import { denseBackward, denseForward } from './dense';
import { denseGradient } from './dense-gradient';
import { denseForwardSingle } from './dense-single';
import { gatherPanel, gatherWeights } from './gather';
import { addPenalties, notice } from './gradients';
import {
  add,
  batchNorm,
  batchNormBackward,
  batchStatistics,
  dropout,
  layerNorm,
  layerNormBackward,
  maskKey,
  normGradient,
  rootsOf,
} from './layers';
import { lossAndGradient, softmax, softmaxBackward } from './losses';
import { address, real, shareStart, word } from './plan';
import {
  BATCH_BYTES,
  OP_ACTIVATE,
  OP_ACTIVATE_BACKWARD,
  OP_ADD,
  OP_BATCH_NORM,
  OP_BATCH_NORM_BACKWARD,
  OP_BATCH_STATISTICS,
  OP_COPY,
  OP_DENSE_BACKWARD,
  OP_DENSE_FORWARD,
  OP_DENSE_GRADIENT,
  OP_DROPOUT,
  OP_GATHER,
  OP_LAYER_NORM,
  OP_LAYER_NORM_BACKWARD,
  OP_LOSS,
  OP_NORM_GRADIENT,
  OP_ROOTS,
  OP_SOFTMAX,
  OP_SOFTMAX_BACKWARD,
  PANEL,
  PLAN_BATCHES,
} from './plan-layout';
import { panelStride, rowBytes } from './vectors';

/** What the operations of one micro-batch work on; each thread has its own, in its own place in the common memory. */
@unmanaged export class Batch {
  /** Panels of inputs, targets and weights, from the micro-batch's first on. */
  inputs: usize;
  targets: usize;
  weights: usize;
  /** Rows of the whole batch, and panels of the micro-batch. */
  rows: i32;
  panels: i32;
  /** The micro-batch's first sample, counted in its batch; the batch's first row, counted in the order. */
  firstSample: i32;
  firstRow: i32;
  /** Whether these are the first, and the last, samples of the batch. */
  isFirst: bool;
  isLast: bool;
  /** A prediction of one row in float32. */
  isSingle: bool;
  /** Which dropout masks. */
  seed: i32;
  step: i32;
  /** Where the table stands that rows are gathered from; 0 where the panels are there already. */
  inputRows: usize;
  targetRows: usize;
  rowWeights: usize;
  order: usize;
  inputStride: usize;
  targetStride: usize;
  inputCount: i32;
  targetCount: i32;
}

/** Every thread has its own instance of the module, and with it its own copy of this address. */
export let batch: Batch = changetype<Batch>(0);

/** Must be called before all else. */
export function useBatch(plan: usize, thread: i32): void {
  batch = changetype<Batch>(address(plan, PLAN_BATCHES) + <usize>thread * BATCH_BYTES);
}

@inline function orInputs(at: usize): usize {
  return at == 0 ? batch.inputs : at;
}

/** An operation on panels from ≤ p < to. `sums` takes the chunk's losses. */
export function runPanels<T>(op: usize, from: i32, to: i32, sums: usize): void {
  switch (word(op, 0)) {
    case OP_GATHER:
      gather<T>(from, to);
      return;
    case OP_DENSE_FORWARD:
      if (batch.isSingle) {
        denseForwardSingle(
          address(op, 1), orInputs(address(op, 2)), address(op, 3), address(op, 4), word(op, 5), word(op, 6),
          word(op, 7) != 0,
        );
        return;
      }
      denseForward<T>(
        address(op, 1), orInputs(address(op, 2)), address(op, 3), address(op, 4), word(op, 5), word(op, 6),
        word(op, 7) != 0, from, to,
      );
      return;
    case OP_DENSE_BACKWARD:
      denseBackward<T>(
        address(op, 1), address(op, 2), address(op, 3), address(op, 4), word(op, 5), word(op, 6), from, to,
      );
      return;
    case OP_ACTIVATE: {
      const first = <usize>from * panelStride<T>(word(op, 4));
      activate<T>(word(op, 1), address(op, 2) + first, address(op, 3) + first, <usize>(to - from) * panelStride<T>(word(op, 4)));
      return;
    }
    case OP_ACTIVATE_BACKWARD: {
      const first = <usize>from * panelStride<T>(word(op, 5));
      const bytes = <usize>(to - from) * panelStride<T>(word(op, 5));
      activateBackward<T>(word(op, 1), address(op, 2) + first, address(op, 3) + first, address(op, 4) + first, bytes);
      return;
    }
    case OP_SOFTMAX:
      softmax<T>(address(op, 1), address(op, 2), word(op, 3), from, to);
      return;
    case OP_SOFTMAX_BACKWARD:
      softmaxBackward<T>(address(op, 1), address(op, 2), word(op, 3), from, to);
      return;
    case OP_LOSS:
      lossAndGradient<T>(
        word(op, 1), address(op, 2), address(op, 3), address(op, 4), batch.targets, batch.weights, word(op, 5),
        real(op, 6), batch.rows, sums, from, to,
      );
      return;
    case OP_DROPOUT:
      dropout<T>(
        address(op, 1), orInputs(address(op, 2)), word(op, 3), maskKey(batch.seed, batch.step, word(op, 4)), word(op, 5),
        real(op, 6), batch.firstSample, from, to,
      );
      return;
    case OP_ADD:
    case OP_COPY: {
      const first = <usize>from * panelStride<T>(word(op, 4));
      const bytes = <usize>(to - from) * panelStride<T>(word(op, 4));
      const a = orInputs(address(op, 2)) + first;
      if (word(op, 0) == OP_COPY) memory.copy(address(op, 1) + first, a, bytes);
      else add<T>(address(op, 1) + first, a, orInputs(address(op, 3)) + first, bytes);
      return;
    }
    case OP_LAYER_NORM:
      layerNorm<T>(
        address(op, 1), address(op, 2), address(op, 3), orInputs(address(op, 4)), address(op, 5), address(op, 6),
        word(op, 7), real(op, 8), from, to,
      );
      return;
    case OP_LAYER_NORM_BACKWARD:
      layerNormBackward<T>(
        address(op, 1), address(op, 2), address(op, 3), address(op, 4), address(op, 5), word(op, 6), from, to,
      );
      return;
    case OP_BATCH_NORM:
      batchNorm<T>(
        address(op, 1), address(op, 2), orInputs(address(op, 3)), address(op, 4), address(op, 5), address(op, 6),
        address(op, 7), word(op, 8), from, to,
      );
      return;
    case OP_BATCH_NORM_BACKWARD:
      batchNormBackward<T>(
        address(op, 1), address(op, 2), address(op, 3), address(op, 4), address(op, 5), address(op, 6),
        address(op, 7), word(op, 8), batch.rows, from, to,
      );
      return;
    case OP_ROOTS:
      rootsOf<T>(address(op, 1), address(op, 2), word(op, 3), real(op, 4));
      return;
  }
}

/** The batch's rows → its panels. */
function gather<T>(from: i32, to: i32): void {
  if (batch.inputRows == 0) return;
  const row = rowBytes<T>();
  for (let p = from; p < to; p++) {
    const sample = batch.firstSample + p * PANEL;
    const first = batch.firstRow + sample;
    const count = min(batch.rows - sample, PANEL);
    gatherPanel<T>(
      batch.inputs + <usize>p * panelStride<T>(batch.inputCount), batch.inputRows, batch.inputStride, batch.inputCount,
      batch.order, first, count,
    );
    if (batch.targetRows == 0) continue;
    gatherPanel<T>(
      batch.targets + <usize>p * panelStride<T>(batch.targetCount), batch.targetRows, batch.targetStride, batch.targetCount,
      batch.order, first, count,
    );
    gatherWeights<T>(batch.weights + <usize>p * row, batch.rowWeights, batch.order, first, count);
  }
}

/** An operation whose units are shared out; gives what a thread noticed about the gradients that it made. */
export function runUnits<T>(op: usize, thread: i32, threads: i32): i32 {
  switch (word(op, 0)) {
    case OP_DENSE_GRADIENT:
      return runDenseGradient<T>(op, thread, threads);
    case OP_NORM_GRADIENT: {
      const units = word(op, 5);
      normGradient<T>(
        address(op, 1), address(op, 2), address(op, 3), address(op, 4), units, batch.panels, batch.isFirst,
        shareStart(units, thread, threads, 1), shareStart(units, thread + 1, threads, 1),
      );
      return batch.isLast ? finishGradients<T>(op, thread, threads) : 0;
    }
    case OP_BATCH_STATISTICS: {
      const units = word(op, 5);
      batchStatistics<T>(
        orInputs(address(op, 1)), address(op, 2), address(op, 3), address(op, 4), units, real(op, 6), batch.rows,
        batch.panels, shareStart(units, thread, threads, 1), shareStart(units, thread + 1, threads, 1),
      );
      return 0;
    }
  }
  return 0;
}

function runDenseGradient<T>(op: usize, thread: i32, threads: i32): i32 {
  const units = word(op, 5);
  denseGradient<T>(
    address(op, 1), address(op, 2), address(op, 3), orInputs(address(op, 4)), units, word(op, 6), batch.panels,
    batch.isFirst, shareStart(units, thread, threads, 2), shareStart(units, thread + 1, threads, 2),
  );
  return batch.isLast ? finishGradients<T>(op, thread, threads) : 0;
}

/** Gradients of a layer's parameters from panels from ≤ p < to alone, `shift` bytes from where the layer's stand. */
export function runShardGradients<T>(op: usize, shift: usize, from: i32, to: i32): void {
  const units = word(op, 5);
  const first = address(op, 1) + shift;
  const second = address(op, 2) + shift;
  const dZ = address(op, 3) + <usize>from * panelStride<T>(units);
  if (word(op, 0) == OP_DENSE_GRADIENT) {
    const inputs = word(op, 6);
    const A = orInputs(address(op, 4)) + <usize>from * panelStride<T>(inputs);
    denseGradient<T>(first, second, dZ, A, units, inputs, to - from, batch.isFirst, 0, units);
  } else {
    const H = address(op, 4) + <usize>from * panelStride<T>(units);
    normGradient<T>(first, second, dZ, H, units, to - from, batch.isFirst, 0, units);
  }
}

/** Adds the penalties to a thread's share of a layer's gradients; gives what it noticed about them. */
export function finishGradients<T>(op: usize, thread: i32, threads: i32): i32 {
  const isDense = word(op, 0) == OP_DENSE_GRADIENT;
  const units = word(op, 5);
  const perUnit = isDense ? word(op, 6) : 1;
  const lot = isDense ? 2 : 1;
  const from = shareStart(units, thread, threads, lot);
  const to = shareStart(units, thread + 1, threads, lot);
  const first = <usize>(from * perUnit) * sizeof<T>();
  const count = (to - from) * perUnit;
  if (isDense) {
    const l1 = real(op, 8);
    const l2 = real(op, 10);
    if (l1 != 0 || l2 != 0) addPenalties<T>(address(op, 1) + first, address(op, 7) + first, count, l1, l2);
  }
  return notice<T>(address(op, 1) + first, count) | notice<T>(address(op, 2) + <usize>from * sizeof<T>(), to - from);
}
