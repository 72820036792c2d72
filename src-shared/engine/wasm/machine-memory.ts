import type { FirstOrderOptimizer } from '../../model/training-catalog.ts';
import * as layout from '../kernels/plan-layout.ts';
import type { MachineSetup } from '../machine.ts';
import { updateRule } from '../optimizers/optimizer.ts';
import { Arena } from './arena.ts';
import { OPTIMIZER_CODES } from './codes.ts';
import { predictionOperations, trainingOperations } from './layer-operations.ts';
import { type LayerPlan, panelStride, planLayers } from './layer-plan.ts';
import { writeWords } from './operation-list.ts';
import { type MachineSizes, machineSizes } from './sizes.ts';

const PARTS = ['train', 'validation', 'test'] as const;
/** What one cache line holds, so that threads do not write to the same one. */
const LINE_BYTES = 64;
const MOST_THREADS = 64;
const MOST_COEFFICIENTS = 8;

/** Where everything stands in a machine's memory. */
export interface MachineMemory {
  readonly sizes: MachineSizes;
  readonly layers: readonly LayerPlan[];
  readonly arena: Arena;
  readonly plan: number;
  readonly parameters: number;
  readonly gradients: number;
  readonly slots: readonly number[];
  readonly statistics: number;
  readonly order: number;
  readonly coefficients: number;
  readonly coefficientCount: number;
  readonly sums: number;
  readonly clippingLimit: number;
  /** Tables of each part, row after row; 0 where it has no rows. */
  readonly inputRows: Readonly<Record<(typeof PARTS)[number], number>>;
  readonly targetRows: number;
  readonly rowWeights: number;
  /** Rows that `predictRows` is asked about. */
  readonly askedRows: number;
  readonly outputs: number;
  /** Threads wait here for work, and there for each other. */
  readonly control: number;
  /** Writes the plan and the operations. */
  readonly write: (memory: DataView) => void;
}

/** Plans the memory of a machine, everything that it will ever need. */
export function planMemory(setup: MachineSetup): MachineMemory {
  const { precision, shapes, parts, optimizer } = setup;
  const sizes = machineSizes(setup);
  const arena = new Arena(precision);
  const plan = arena.words(layout.PLAN_WORDS);
  const control = arena.bytes(LINE_BYTES);
  const barrier = arena.bytes(LINE_BYTES);
  const notices = arena.words(MOST_THREADS);
  const batches = arena.bytes(MOST_THREADS * layout.BATCH_BYTES);
  const sums = arena.bytes(16);
  const clippingLimit = arena.bytes(8);
  const chunkSums = arena.bytes(sizes.chunks * 16);
  const rule = optimizer === null ? null : updateRule(optimizer.type);
  const coefficientCount = rule?.coefficientCount ?? 0;
  const coefficients = arena.bytes((sizes.stepsPerCall * coefficientCount + MOST_COEFFICIENTS) * 8);
  // Padded, because updates take whole vectors.
  const perParameter = () => arena.numbers(Math.ceil(sizes.parameters / 8) * 8);
  const parameters = perParameter();
  const gradients = perParameter();
  const previous = optimizer === null ? 0 : perParameter();
  const slots = Array.from({ length: rule?.slots ?? 0 }, perParameter);
  const statistics = arena.numbers(sizes.statistics);
  const { rows, weights } = parts.train;
  const order = arena.words(rows);
  const table = (stride: number, count: number) => (count === 0 ? 0 : arena.bytes(stride * count));
  const inputRows = {
    train: table(sizes.inputStride, rows),
    validation: table(sizes.inputStride, parts.validation?.rows ?? 0),
    test: table(sizes.inputStride, parts.test?.rows ?? 0),
  };
  const targetRows = table(sizes.targetStride, rows);
  const rowWeights = weights === null ? 0 : arena.numbers(rows);
  const gathered = sizes.isStatic ? sizes.batchPanels : sizes.microPanels;
  const batchInputs = arena.bytes(gathered * panelStride(sizes.inputs, precision));
  const batchTargets = arena.bytes(gathered * panelStride(sizes.targets, precision));
  const batchWeights = arena.numbers(gathered * layout.PANEL);
  const askedRows = table(sizes.inputStride, sizes.predictedRows);
  const predictInputs = arena.bytes(sizes.chunkPanels * panelStride(sizes.inputs, precision));
  const outputs = arena.numbers(sizes.predictedRows * sizes.targets);
  const layers = planLayers(arena, shapes, precision, {
    parameters,
    gradients,
    statistics,
    panels: sizes.microPanels,
  });
  const training = trainingOperations(layers, setup.lossSettings);
  const prediction = predictionOperations(layers);
  const placedTraining = training.place(arena);
  const placedPrediction = prediction.place(arena);
  const norms = layers.filter(({ shape }) => shape.type === 'batch-normalization');
  const records = arena.words(norms.length * layout.STATISTICS_WORDS);
  const words: Record<number, number> = {
    [layout.PLAN_TRAIN_ROWS]: rows,
    [layout.PLAN_BATCH_ROWS]: Math.min(setup.batchRows, rows),
    [layout.PLAN_INPUTS]: sizes.inputs,
    [layout.PLAN_TARGETS]: sizes.targets,
    [layout.PLAN_INPUT_STRIDE]: sizes.inputStride,
    [layout.PLAN_TARGET_STRIDE]: sizes.targetStride,
    [layout.PLAN_INPUT_ROWS]: inputRows.train,
    [layout.PLAN_TARGET_ROWS]: targetRows,
    [layout.PLAN_ROW_WEIGHTS]: rowWeights,
    [layout.PLAN_ORDER]: order,
    [layout.PLAN_BATCH_INPUTS]: batchInputs,
    [layout.PLAN_BATCH_TARGETS]: batchTargets,
    [layout.PLAN_BATCH_WEIGHTS]: batchWeights,
    [layout.PLAN_MICRO_PANELS]: sizes.microPanels,
    [layout.PLAN_CHUNK_PANELS]: sizes.chunkPanels,
    [layout.PLAN_SEGMENTS]: placedTraining.segments,
    [layout.PLAN_SEGMENT_COUNT]: training.segmentCount,
    [layout.PLAN_CHUNK_SUMS]: chunkSums,
    [layout.PLAN_PARAMETERS]: parameters,
    [layout.PLAN_GRADIENTS]: gradients,
    [layout.PLAN_PARAMETER_COUNT]: sizes.parameters,
    [layout.PLAN_PREVIOUS]: previous,
    [layout.PLAN_OPTIMIZER]: optimizerCode(optimizer),
    [layout.PLAN_COEFFICIENTS]: coefficients,
    [layout.PLAN_COEFFICIENT_COUNT]: coefficientCount,
    [layout.PLAN_CLIPPING]: clippingCode(setup),
    [layout.PLAN_CLIPPING_LIMIT]: clippingLimit,
    [layout.PLAN_NOTICES]: notices,
    [layout.PLAN_BARRIER]: barrier,
    [layout.PLAN_STATISTICS]: records,
    [layout.PLAN_STATISTICS_COUNT]: norms.length,
    [layout.PLAN_SUMS]: sums,
    [layout.PLAN_SEED]: setup.seed,
    [layout.PLAN_PREDICT_OPERATIONS]: placedPrediction.operations,
    [layout.PLAN_PREDICT_COUNT]: placedPrediction.count,
    [layout.PLAN_PREDICT_INPUTS]: predictInputs,
    [layout.PLAN_LAST_OUTPUTS]: layers.at(-1)!.output,
    [layout.PLAN_OUTPUTS]: outputs,
    [layout.PLAN_BATCHES]: batches,
  };
  slots.forEach((slot, k) => {
    words[layout.PLAN_SLOTS + k] = slot;
  });
  return {
    sizes,
    layers,
    arena,
    plan,
    parameters,
    gradients,
    slots,
    statistics,
    order,
    coefficients,
    coefficientCount,
    sums,
    clippingLimit,
    inputRows,
    targetRows,
    rowWeights,
    askedRows,
    outputs,
    control,
    write: (memory) => {
      for (const [word, value] of Object.entries(words))
        memory.setUint32(plan + Number(word) * 4, value, true);
      memory.setFloat64(clippingLimit, setup.clipping?.limit ?? 0, true);
      placedTraining.write(memory);
      placedPrediction.write(memory);
      norms.forEach(({ shape, running, mean, variance }, k) => {
        const at = records + k * layout.STATISTICS_WORDS * 4;
        writeWords(memory, at, [running, mean, variance, shape.units]);
        memory.setFloat64(at + 16, shape.type === 'batch-normalization' ? shape.momentum : 0, true);
      });
    },
  };
}

function optimizerCode(optimizer: FirstOrderOptimizer | null): number {
  return optimizer === null ? layout.OPTIMIZER_NONE : OPTIMIZER_CODES[optimizer.type];
}

function clippingCode({ clipping }: MachineSetup): number {
  if (clipping === null) return layout.CLIP_NONE;
  return clipping.by === 'norm' ? layout.CLIP_NORM : layout.CLIP_VALUE;
}
