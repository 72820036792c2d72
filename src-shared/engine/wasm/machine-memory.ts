import * as layout from '../kernels/plan-layout.ts';
import type { MachineSetup } from '../machine.ts';
import { Arena } from './arena.ts';
import { clippingCode, OPTIMIZER_CODES } from './codes.ts';
import { predictionOperations, trainingOperations } from './layer-operations.ts';
import { type LayerPlan, planLayers } from './layer-plan.ts';
import { type PlacedOperations, writeWords } from './operation-list.ts';
import { planControl, planPanels, planParameters, planTables } from './regions.ts';
import { machineSizes } from './sizes.ts';

/** Where everything stands in a machine's memory. */
export type MachineMemory = ReturnType<typeof planMemory>;
type Regions = ReturnType<typeof planRegions>;

/** Plans the memory of a machine, everything that it will ever need. `write` fills in the plan and the operations. */
export function planMemory(setup: MachineSetup) {
  const regions = planRegions(setup);
  const { arena, layers } = regions;
  const training = trainingOperations(layers, setup.lossSettings).place(arena);
  const prediction = predictionOperations(layers).place(arena);
  const statistics = planStatistics(arena, layers);
  const words = planWords(setup, regions, { training, prediction, statistics });
  return {
    ...regions,
    write: (memory: DataView) => {
      for (const [word, value] of Object.entries(words)) {
        memory.setUint32(regions.plan + Number(word) * 4, value, true);
      }
      memory.setFloat64(regions.clippingLimit, setup.clipping?.limit ?? 0, true);
      training.write(memory);
      prediction.write(memory);
      statistics.write(memory);
    },
  };
}

function planRegions(setup: MachineSetup) {
  const sizes = machineSizes(setup);
  const arena = new Arena(setup.precision);
  const control = planControl(arena, sizes);
  const parameters = planParameters(arena, sizes, setup);
  const tables = planTables(arena, sizes, setup);
  const panels = planPanels(arena, sizes, setup);
  const places = { ...parameters, panels: Math.max(sizes.microPanels, sizes.predictPanels) };
  const layers = planLayers(arena, setup.shapes, setup.precision, places);
  return { sizes, arena, layers, ...control, ...parameters, ...tables, ...panels };
}

/** Records from which the running statistics of batch normalisations are brought up to date. */
function planStatistics(arena: Arena, layers: readonly LayerPlan[]) {
  const norms = layers.filter(({ shape }) => shape.type === 'batch-normalization');
  const address = arena.words(norms.length * layout.STATISTICS_WORDS);
  return {
    address,
    count: norms.length,
    write: (memory: DataView) => {
      norms.forEach(({ shape, running, mean, variance }, k) => {
        const at = address + k * layout.STATISTICS_WORDS * 4;
        writeWords(memory, at, [running, mean, variance, shape.units]);
        memory.setFloat64(at + 16, shape.type === 'batch-normalization' ? shape.momentum : 0, true);
      });
    },
  };
}

interface Lists {
  readonly training: PlacedOperations;
  readonly prediction: PlacedOperations;
  readonly statistics: { readonly address: number; readonly count: number };
}

/** Word of the plan → what stands there. */
function planWords(setup: MachineSetup, places: Regions, lists: Lists): Record<number, number> {
  return {
    ...sizeWords(setup, places),
    ...dataWords(places),
    ...optimizerWords(setup, places),
    [layout.PLAN_SEGMENTS]: lists.training.segments,
    [layout.PLAN_SEGMENT_COUNT]: lists.training.segmentCount,
    [layout.PLAN_CHUNK_SUMS]: places.chunkSums,
    [layout.PLAN_NOTICES]: places.notices,
    [layout.PLAN_BARRIER]: places.barrier,
    [layout.PLAN_BATCHES]: places.batches,
    [layout.PLAN_SUMS]: places.sums,
    [layout.PLAN_SEED]: setup.seed,
    [layout.PLAN_STATISTICS]: lists.statistics.address,
    [layout.PLAN_STATISTICS_COUNT]: lists.statistics.count,
    [layout.PLAN_PREDICT_OPERATIONS]: lists.prediction.operations,
    [layout.PLAN_PREDICT_COUNT]: lists.prediction.operationCount,
  };
}

function sizeWords({ batchRows, parts }: MachineSetup, { sizes }: Regions): Record<number, number> {
  return {
    [layout.PLAN_TRAIN_ROWS]: parts.train.rows,
    [layout.PLAN_BATCH_ROWS]: Math.min(batchRows, parts.train.rows),
    [layout.PLAN_INPUTS]: sizes.inputs,
    [layout.PLAN_TARGETS]: sizes.targets,
    [layout.PLAN_INPUT_STRIDE]: sizes.inputStride,
    [layout.PLAN_TARGET_STRIDE]: sizes.targetStride,
    [layout.PLAN_MICRO_PANELS]: sizes.microPanels,
    [layout.PLAN_CHUNK_PANELS]: sizes.chunkPanels,
    [layout.PLAN_SHARD_PANELS]: sizes.shardPanels,
    [layout.PLAN_PREDICT_PANELS]: sizes.predictPanels,
  };
}

function dataWords(places: Regions): Record<number, number> {
  return {
    [layout.PLAN_INPUT_ROWS]: places.inputRows.train,
    [layout.PLAN_TARGET_ROWS]: places.targetRows,
    [layout.PLAN_ROW_WEIGHTS]: places.rowWeights,
    [layout.PLAN_ORDER]: places.order,
    [layout.PLAN_BATCH_INPUTS]: places.batchInputs,
    [layout.PLAN_BATCH_TARGETS]: places.batchTargets,
    [layout.PLAN_BATCH_WEIGHTS]: places.batchWeights,
    [layout.PLAN_PREDICT_INPUTS]: places.predictInputs,
    [layout.PLAN_LAST_OUTPUTS]: places.layers.at(-1)!.output,
    [layout.PLAN_OUTPUTS]: places.outputs,
  };
}

function optimizerWords({ optimizer, clipping }: MachineSetup, places: Regions): Record<number, number> {
  const slots = places.slots.map((slot, k) => [layout.PLAN_SLOTS + k, slot] as const);
  return {
    [layout.PLAN_PARAMETERS]: places.parameters,
    [layout.PLAN_GRADIENTS]: places.gradients,
    [layout.PLAN_SHARD_GRADIENTS]: places.shardGradients,
    [layout.PLAN_PARAMETER_COUNT]: places.sizes.parameters,
    [layout.PLAN_PREVIOUS]: places.previous,
    [layout.PLAN_OPTIMIZER]: optimizer === null ? layout.OPTIMIZER_NONE : OPTIMIZER_CODES[optimizer.type],
    [layout.PLAN_COEFFICIENTS]: places.coefficients,
    [layout.PLAN_COEFFICIENT_COUNT]: places.coefficientCount,
    [layout.PLAN_CLIPPING]: clippingCode(clipping),
    [layout.PLAN_CLIPPING_LIMIT]: places.clippingLimit,
    ...Object.fromEntries(slots),
  };
}
