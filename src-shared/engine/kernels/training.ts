import { firstByte, lastByte, NOTICE_LARGE, NOTICE_NOT_FINITE, paddedBytes, sumShards } from './gradients';
import { batch, finishGradients, runPanels, runShardGradients, runUnits, useBatch } from './operations';
import { address, real, setWord, shareStart, word } from './plan';
import {
  MODE_GRADIENTS,
  MODE_LOSS,
  MODE_TRAIN,
  OP_LOSS,
  OPERATION_WORDS,
  PANEL,
  PLAN_BATCH_INPUTS,
  PLAN_BATCH_ROWS,
  PLAN_BATCH_TARGETS,
  PLAN_BATCH_WEIGHTS,
  PLAN_CHUNK_PANELS,
  PLAN_CHUNK_SUMS,
  PLAN_COEFFICIENT_COUNT,
  PLAN_COEFFICIENTS,
  PLAN_FIRST_ROW,
  PLAN_FIRST_STEP,
  PLAN_GRADIENTS,
  PLAN_INPUT_ROWS,
  PLAN_INPUT_STRIDE,
  PLAN_INPUTS,
  PLAN_IS_STATIC,
  PLAN_MICRO_PANELS,
  PLAN_MODE,
  PLAN_NOTICES,
  PLAN_ORDER,
  PLAN_PARAMETER_COUNT,
  PLAN_ROW_WEIGHTS,
  PLAN_SEED,
  PLAN_SEGMENT_COUNT,
  PLAN_SEGMENTS,
  PLAN_SHARD_GRADIENTS,
  PLAN_SHARD_PANELS,
  PLAN_STATISTICS,
  PLAN_STATISTICS_COUNT,
  PLAN_STEPS,
  PLAN_STEPS_DONE,
  PLAN_SUMS,
  PLAN_TARGET_ROWS,
  PLAN_TARGET_STRIDE,
  PLAN_TARGETS,
  PLAN_TRAIN_ROWS,
  SEGMENT_PANELS,
  SEGMENT_WORDS,
  SHARDS,
  STATISTICS_WORDS,
} from './plan-layout';
import { takeStep } from './step';
import { joinTeam, meet, noticedByAny, plan, thread, threads } from './team';
import { panelStride, rowBytes } from './vectors';

/** The sums of the batch that has just been run. */
let lossSum = 0.0;
let articleSum = 0.0;

/**
 * Steps of training: every thread runs this same function, takes its share of each part and meets the others after it.
 * All of them see the same sums and notices, so all decide alike.
 */
export function runSteps<T>(planAt: usize, threadNumber: i32, threadCount: i32): void {
  joinTeam(planAt, threadNumber, threadCount);
  const mode = word(plan, PLAN_MODE);
  const steps = word(plan, PLAN_STEPS);
  const rows = word(plan, PLAN_TRAIN_ROWS);
  const batchRows = word(plan, PLAN_BATCH_ROWS);
  let firstRow = word(plan, PLAN_FIRST_ROW);
  let coefficients = address(plan, PLAN_COEFFICIENTS);
  const sums = address(plan, PLAN_SUMS);
  let losses = load<f64>(sums);
  let articleLosses = load<f64>(sums + 8);
  let done = 0;
  prepareBatch();
  for (; done < steps; done++) {
    const count = min(batchRows, rows - firstRow);
    runBatch<T>(firstRow, count, word(plan, PLAN_FIRST_STEP) + done);
    const batchLoss = lossSum;
    const batchArticle = articleSum;
    if (mode == MODE_LOSS || mode == MODE_GRADIENTS) {
      losses = batchLoss;
      articleLosses = batchArticle;
      continue;
    }
    const noticed = noticedByAny();
    if (!(abs(batchLoss) < Infinity) || (noticed & NOTICE_NOT_FINITE) != 0) break;
    if (!takeStep<T>(coefficients, (noticed & NOTICE_LARGE) != 0)) break;
    if (thread == 0) updateStatistics<T>(count);
    losses += batchLoss;
    articleLosses += batchArticle;
    coefficients += <usize>word(plan, PLAN_COEFFICIENT_COUNT) << 3;
    firstRow += batchRows;
    if (firstRow >= rows) firstRow = 0;
  }
  if (thread == 0) {
    setWord(plan, PLAN_STEPS_DONE, done);
    store<f64>(sums, losses);
    store<f64>(sums + 8, articleLosses);
  }
  meet();
}

function prepareBatch(): void {
  useBatch(plan, thread);
  batch.seed = word(plan, PLAN_SEED);
  // Panels that hold all rows once and for all need no gathering.
  batch.inputRows = word(plan, PLAN_IS_STATIC) != 0 ? 0 : address(plan, PLAN_INPUT_ROWS);
  batch.targetRows = address(plan, PLAN_TARGET_ROWS);
  batch.rowWeights = address(plan, PLAN_ROW_WEIGHTS);
  batch.order = address(plan, PLAN_ORDER);
  batch.inputStride = address(plan, PLAN_INPUT_STRIDE);
  batch.targetStride = address(plan, PLAN_TARGET_STRIDE);
  batch.inputCount = word(plan, PLAN_INPUTS);
  batch.targetCount = word(plan, PLAN_TARGETS);
}

/** Forwards and backwards through one batch, a micro-batch after the other, each as large as the buffers hold. */
function runBatch<T>(firstRow: i32, rows: i32, step: i32): void {
  const panels = (rows + PANEL - 1) / PANEL;
  const micro = word(plan, PLAN_MICRO_PANELS);
  const chunk = word(plan, PLAN_CHUNK_PANELS);
  const sums = address(plan, PLAN_CHUNK_SUMS);
  lossSum = 0;
  articleSum = 0;
  batch.rows = rows;
  batch.firstRow = firstRow;
  batch.step = step;
  setWord(address(plan, PLAN_NOTICES), thread, 0);
  for (let first = 0; first < panels; first += micro) {
    batch.panels = min(micro, panels - first);
    batch.firstSample = first * PANEL;
    batch.isFirst = first == 0;
    batch.isLast = first + micro >= panels;
    const offset = word(plan, PLAN_IS_STATIC) != 0 ? <usize>first : 0;
    batch.inputs = address(plan, PLAN_BATCH_INPUTS) + offset * panelStride<T>(batch.inputCount);
    batch.targets = address(plan, PLAN_BATCH_TARGETS) + offset * panelStride<T>(batch.targetCount);
    batch.weights = address(plan, PLAN_BATCH_WEIGHTS) + offset * rowBytes<T>();
    const microSums = sums + (<usize>(first / chunk) << 4);
    if (word(plan, PLAN_SHARD_PANELS) == 0) runSegments<T>(microSums, chunk);
    else {
      runShards<T>(microSums, chunk);
      // While training nobody waits: each thread has its own shards of every micro-batch.
      if (word(plan, PLAN_MODE) == MODE_TRAIN) continue;
      meet();
    }
    addSums(microSums, (batch.panels + chunk - 1) / chunk);
    // What is no number stays so: the buffers then hold the rows that made it.
    if (!(abs(lossSum) < Infinity)) break;
  }
  if (word(plan, PLAN_SHARD_PANELS) != 0) finishShards<T>(sums, (panels + chunk - 1) / chunk);
}

/** All of a thread's shards of a micro-batch: forwards, backwards, and the shard's own sums of gradients. */
function runShards<T>(sums: usize, chunk: i32): void {
  const panels = word(plan, PLAN_SHARD_PANELS);
  const operations = address(plan, PLAN_SEGMENTS);
  const parameters = operations + SEGMENT_WORDS * 4;
  const isLossAlone = word(plan, PLAN_MODE) == MODE_LOSS;
  const last = shareStart(SHARDS, thread + 1, threads, 1);
  for (let s = shareStart(SHARDS, thread, threads, 1); s < last; s++) {
    const from = min(s * panels, batch.panels);
    const to = min(from + panels, batch.panels);
    for (let p = from; p < to; p += chunk) {
      runChunk<T>(address(operations, 1), lastOperation(operations), p, min(p + chunk, to), sums + (<usize>(p / chunk) << 4), isLossAlone);
    }
    if (isLossAlone) continue;
    const shift = address(plan, PLAN_SHARD_GRADIENTS) + <usize>s * paddedBytes<T>(word(plan, PLAN_PARAMETER_COUNT)) - address(plan, PLAN_GRADIENTS);
    const end = lastOperation(parameters);
    for (let op = address(parameters, 1); op < end; op += OPERATION_WORDS * 4) runShardGradients<T>(op, shift, from, to);
  }
}

/** Once all shards are there: their sum, the penalties, and what there is to notice. */
function finishShards<T>(sums: usize, chunks: i32): void {
  const mode = word(plan, PLAN_MODE);
  if (mode == MODE_LOSS) return;
  meet();
  if (mode == MODE_TRAIN) addSums(sums, chunks);
  const count = word(plan, PLAN_PARAMETER_COUNT);
  const from = firstByte<T>(count, thread, threads);
  const to = lastByte<T>(count, thread, threads);
  sumShards<T>(address(plan, PLAN_GRADIENTS), address(plan, PLAN_SHARD_GRADIENTS), paddedBytes<T>(count), from, to);
  meet();
  const parameters = address(plan, PLAN_SEGMENTS) + SEGMENT_WORDS * 4;
  const end = lastOperation(parameters);
  let noticed = 0;
  for (let op = address(parameters, 1); op < end; op += OPERATION_WORDS * 4) noticed |= finishGradients<T>(op, thread, threads);
  setWord(address(plan, PLAN_NOTICES), thread, noticed);
  meet();
}

/** Where a segment's operations end. */
@inline function lastOperation(segment: usize): usize {
  return address(segment, 1) + <usize>(word(segment, 2) * OPERATION_WORDS) * 4;
}

function addSums(sums: usize, chunks: i32): void {
  for (let c = 0; c < chunks; c++) {
    lossSum += load<f64>(sums + (<usize>c << 4));
    articleSum += load<f64>(sums + (<usize>c << 4) + 8);
  }
}

function runSegments<T>(sums: usize, chunk: i32): void {
  const count = word(plan, PLAN_SEGMENT_COUNT);
  const mode = word(plan, PLAN_MODE);
  for (let s = 0; s < count; s++) {
    const segment = address(plan, PLAN_SEGMENTS) + <usize>(s * SEGMENT_WORDS) * 4;
    const first = address(segment, 1);
    const last = lastOperation(segment);
    let isOver = false;
    if (word(segment, 0) == SEGMENT_PANELS) isOver = runPanelSegment<T>(first, last, sums, chunk, mode);
    else {
      let noticed = 0;
      for (let op = first; op < last; op += OPERATION_WORDS * 4) noticed |= runUnits<T>(op, thread, threads);
      const notices = address(plan, PLAN_NOTICES);
      setWord(notices, thread, word(notices, thread) | noticed);
    }
    meet();
    if (isOver) return;
  }
}

/** All operations on one chunk, then the next chunk: so that a chunk stays in the first cache. True at the loss, if that is all. */
function runPanelSegment<T>(first: usize, last: usize, sums: usize, chunk: i32, mode: i32): bool {
  const chunks = (batch.panels + chunk - 1) / chunk;
  const to = shareStart(chunks, thread + 1, threads, 1);
  for (let c = shareStart(chunks, thread, threads, 1); c < to; c++) {
    const end = min((c + 1) * chunk, batch.panels);
    runChunk<T>(first, last, c * chunk, end, sums + (<usize>c << 4), mode == MODE_LOSS);
  }
  return mode == MODE_LOSS && holdsLoss(first, last);
}

/** All operations of a segment on panels from ≤ p < to; as far as the loss, if that is all. */
function runChunk<T>(first: usize, last: usize, from: i32, to: i32, sums: usize, isLossAlone: bool): void {
  for (let op = first; op < last; op += OPERATION_WORDS * 4) {
    const isLoss = word(op, 0) == OP_LOSS;
    if (isLoss) {
      store<f64>(sums, 0);
      store<f64>(sums + 8, 0);
    }
    runPanels<T>(op, from, to, sums);
    if (isLoss && isLossAlone) return;
  }
}

function holdsLoss(first: usize, last: usize): bool {
  for (let op = first; op < last; op += OPERATION_WORDS * 4) if (word(op, 0) == OP_LOSS) return true;
  return false;
}

/** running ← (1 − momentum)·running + momentum·batch, the variance unbiased; records as in STATISTICS_WORDS. */
function updateStatistics<T>(rows: i32): void {
  const unbias = rows > 1 ? <f64>rows / <f64>(rows - 1) : 1.0;
  for (let k = 0; k < word(plan, PLAN_STATISTICS_COUNT); k++) {
    const record = address(plan, PLAN_STATISTICS) + <usize>(k * STATISTICS_WORDS) * 4;
    const units = word(record, 3);
    const momentum = real(record, 4);
    for (let u = 0; u < units; u++) {
      const at = <usize>u * sizeof<T>();
      blend<T>(address(record, 0) + at, <f64>load<T>(address(record, 1) + at), momentum);
      blend<T>(address(record, 0) + at + <usize>units * sizeof<T>(), <f64>load<T>(address(record, 2) + at) * unbias, momentum);
    }
  }
}

@inline function blend<T>(running: usize, value: f64, momentum: f64): void {
  store<T>(running, <T>((1.0 - momentum) * <f64>load<T>(running) + momentum * value));
}
