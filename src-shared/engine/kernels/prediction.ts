import { batch, runPanels, useBatch } from './operations';
import { address, word } from './plan';
import {
  OPERATION_WORDS,
  PANEL,
  PLAN_INPUTS,
  PLAN_LAST_OUTPUTS,
  PLAN_OUTPUTS,
  PLAN_PREDICT_COUNT,
  PLAN_PREDICT_INPUTS,
  PLAN_PREDICT_OPERATIONS,
  PLAN_PREDICT_PANELS,
  PLAN_TARGETS,
} from './plan-layout';
import { panelStride, rowBytes } from './vectors';

/**
 * What the network answers on `rows` rows of a table, row after row of `stride` bytes, from `first` on.
 *
 * Shapes: outputs [T, rows], row-major.
 */
export function runPrediction<T>(plan: usize, table: usize, stride: i32, first: i32, rows: i32): void {
  useBatch(plan, 0);
  batch.inputCount = word(plan, PLAN_INPUTS);
  batch.inputRows = table;
  batch.inputStride = stride;
  batch.targetRows = 0;
  batch.order = 0;
  batch.firstRow = first;
  batch.rows = rows;
  batch.isSingle = rows == 1 && sizeof<T>() == 4;
  batch.inputs = address(plan, PLAN_PREDICT_INPUTS);
  const chunk = word(plan, PLAN_PREDICT_PANELS);
  const panels = (rows + PANEL - 1) / PANEL;
  const operations = address(plan, PLAN_PREDICT_OPERATIONS);
  const end = operations + <usize>(word(plan, PLAN_PREDICT_COUNT) * OPERATION_WORDS) * 4;
  for (let start = 0; start < panels; start += chunk) {
    const count = min(chunk, panels - start);
    batch.firstSample = start * PANEL;
    for (let op = operations; op < end; op += OPERATION_WORDS * 4) runPanels<T>(op, 0, count, 0);
    copyOutputs<T>(plan, start * PANEL, min(rows - start * PANEL, count * PANEL), rows);
  }
  batch.isSingle = false;
}

/** Panels of answers → rows of a table: outputs [T, rows] from sample `first` on. */
function copyOutputs<T>(plan: usize, first: i32, samples: i32, rows: i32): void {
  const targets = word(plan, PLAN_TARGETS);
  const answers = address(plan, PLAN_LAST_OUTPUTS);
  const outputs = address(plan, PLAN_OUTPUTS);
  for (let t = 0; t < targets; t++) {
    let to = outputs + <usize>(t * rows + first) * sizeof<T>();
    for (let s = 0; s < samples; s += PANEL) {
      const from = answers + <usize>(s / PANEL) * panelStride<T>(targets) + <usize>t * rowBytes<T>();
      const bytes = <usize>min(samples - s, PANEL) * sizeof<T>();
      for (let at: usize = 0; at < bytes; at += sizeof<T>()) store<T>(to + at, load<T>(from + at));
      to += bytes;
    }
  }
}
