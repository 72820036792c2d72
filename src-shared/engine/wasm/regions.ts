import * as layout from '../kernels/plan-layout.ts';
import type { MachineSetup } from '../machine.ts';
import { updateRule } from '../optimizers/optimizer.ts';
import { Arena } from './arena.ts';
import { panelStride } from './layer-plan.ts';
import type { MachineSizes } from './sizes.ts';

/** What one cache line holds, so that threads do not write to the same one. */
const LINE_BYTES = 64;
/** More threads than that no machine uses. */
export const MOST_THREADS = 64;
/** The kernels read so many coefficients of every optimizer, those it has not included. */
export const MOST_COEFFICIENTS = 8;

/** Where threads find what they share. */
export function planControl(arena: Arena, sizes: MachineSizes) {
  return {
    plan: arena.words(layout.PLAN_WORDS),
    /** Threads wait here for work, and there for each other. */
    control: arena.bytes(LINE_BYTES),
    barrier: arena.bytes(LINE_BYTES),
    notices: arena.words(MOST_THREADS),
    batches: arena.bytes(MOST_THREADS * layout.BATCH_BYTES),
    sums: arena.bytes(16),
    clippingLimit: arena.bytes(8),
    chunkSums: arena.bytes(sizes.chunks * 16),
  };
}

/** Where the parameters stand and what their optimizer keeps; padded, because updates take whole vectors. */
export function planParameters(arena: Arena, sizes: MachineSizes, { optimizer }: MachineSetup) {
  const rule = optimizer === null ? null : updateRule(optimizer.type);
  const coefficientCount = rule?.coefficientCount ?? 0;
  const perParameter = () => arena.numbers(Math.ceil(sizes.parameters / 8) * 8);
  return {
    parameters: perParameter(),
    gradients: perParameter(),
    shardGradients:
      sizes.shardPanels === 0 ? 0 : arena.numbers(layout.SHARDS * Math.ceil(sizes.parameters / 8) * 8),
    previous: optimizer === null ? 0 : perParameter(),
    slots: Array.from({ length: rule?.slots ?? 0 }, perParameter),
    statistics: arena.numbers(sizes.statistics),
    coefficientCount,
    coefficients: arena.bytes((sizes.stepsPerCall * coefficientCount + MOST_COEFFICIENTS) * 8),
  };
}

/** Where the data stand, row after row; 0 where there are none. */
export function planTables(arena: Arena, sizes: MachineSizes, { parts }: MachineSetup) {
  const { rows, weights } = parts.train;
  const table = (stride: number, count = 0) => (count === 0 ? 0 : arena.bytes(stride * count));
  return {
    order: arena.words(rows),
    inputRows: {
      train: table(sizes.inputStride, rows),
      validation: table(sizes.inputStride, parts.validation?.rows),
      test: table(sizes.inputStride, parts.test?.rows),
    },
    targetRows: table(sizes.targetStride, rows),
    rowWeights: weights === null ? 0 : arena.numbers(rows),
    /** Rows that `predictRows` is asked about, and its answers. */
    askedRows: table(sizes.inputStride, sizes.predictedRows),
    outputs: arena.numbers(sizes.predictedRows * sizes.targets),
  };
}

/** Where rows are gathered into panels. */
export function planPanels(arena: Arena, sizes: MachineSizes, { precision }: MachineSetup) {
  const gathered = sizes.isStatic ? sizes.batchPanels : sizes.microPanels;
  return {
    batchInputs: arena.bytes(gathered * panelStride(sizes.inputs, precision)),
    batchTargets: arena.bytes(gathered * panelStride(sizes.targets, precision)),
    batchWeights: arena.numbers(gathered * layout.PANEL),
    predictInputs: arena.bytes(sizes.predictPanels * panelStride(sizes.inputs, precision)),
  };
}
