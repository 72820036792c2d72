import { createFloatArray, type FloatArray } from '../../core/float-array.ts';
import * as layout from '../kernels/plan-layout.ts';
import type { MachineSetup, TrainingPart } from '../machine.ts';
import { numbersAt } from './arena.ts';
import { panelStride } from './layer-plan.ts';
import type { MachineMemory } from './machine-memory.ts';

/** Copies the data into memory: tables row after row and, where one step takes all rows, their panels once and for all. */
export function loadTables(setup: MachineSetup, places: MachineMemory, buffer: ArrayBufferLike): void {
  const { parts, precision } = setup;
  const { sizes, inputRows, targetRows, rowWeights } = places;
  const view = (address: number, bytes: number) =>
    numbersAt(buffer, precision, address, bytes / createFloatArray(precision, 0).BYTES_PER_ELEMENT);
  const load = (address: number, stride: number, columns: FloatArray, rows: number) => {
    writeRows(view(address, stride * rows), columns, rows);
  };
  const loadInputs = (address: number, part: TrainingPart | null) => {
    if (part !== null) load(address, sizes.inputStride, part.inputs, part.rows);
  };
  loadInputs(inputRows.train, parts.train);
  loadInputs(inputRows.validation, parts.validation);
  loadInputs(inputRows.test, parts.test);
  load(targetRows, sizes.targetStride, parts.train.targets, parts.train.rows);
  if (parts.train.weights !== null)
    numbersAt(buffer, precision, rowWeights, parts.train.rows).set(parts.train.weights);
  if (sizes.isStatic) loadPanels(setup, places, buffer);
}

/** [C, rows], column after column → row after row, each padded to `to.length / rows` numbers. */
function writeRows(to: FloatArray, columns: FloatArray, rows: number): void {
  const count = columns.length / rows;
  const stride = to.length / rows;
  for (let c = 0; c < count; c++) {
    for (let row = 0; row < rows; row++) to[row * stride + c] = columns[c * rows + row]!;
  }
}

function loadPanels(setup: MachineSetup, { sizes, plan }: MachineMemory, buffer: ArrayBufferLike): void {
  const words = new Uint32Array(buffer, plan, layout.PLAN_WORDS);
  const { rows, inputs, targets, weights } = setup.parts.train;
  const load = (word: number, units: number, columns: FloatArray) => {
    const stride = panelStride(units, setup.precision) / columns.BYTES_PER_ELEMENT;
    writePanels(
      numbersAt(buffer, setup.precision, words[word]!, sizes.batchPanels * stride),
      stride,
      columns,
      rows,
    );
  };
  load(layout.PLAN_BATCH_INPUTS, sizes.inputs, inputs);
  load(layout.PLAN_BATCH_TARGETS, sizes.targets, targets);
  const counted = numbersAt(buffer, setup.precision, words[layout.PLAN_BATCH_WEIGHTS]!, rows);
  for (let row = 0; row < rows; row++) counted[row] = weights?.[row] ?? 1;
  words[layout.PLAN_IS_STATIC] = 1;
}

/** [C, rows] → [panels][C][8]; the samples that only fill the last panel up repeat its first. */
function writePanels(to: FloatArray, stride: number, columns: FloatArray, rows: number): void {
  const count = columns.length / rows;
  const samples = Math.ceil(rows / layout.PANEL) * layout.PANEL;
  for (let c = 0; c < count; c++) {
    for (let sample = 0; sample < samples; sample++) {
      const lane = sample % layout.PANEL;
      const row = sample < rows ? sample : sample - lane;
      to[((sample - lane) / layout.PANEL) * stride + c * layout.PANEL + lane] = columns[c * rows + row]!;
    }
  }
}
