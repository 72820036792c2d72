import { BYTES_PER_NUMBER } from '../../core/float-array.ts';
import { parameterCount } from '../../model/network.ts';
import { PANEL, SHARDS } from '../kernels/plan-layout.ts';
import type { MachineSetup } from '../machine.ts';
import { panelBytes } from './layer-plan.ts';

/** A chunk's buffers shall stay in the first cache, a micro-batch's in the second. */
const CHUNK_BYTES = 24 * 1024;
const MICRO_BYTES = 512 * 1024;
/**
 * Large batches of small networks are cut into shards, each with its own sums of gradients, so that threads need not read
 * what others wrote: below so many panels, or above so many parameters, adding those sums up would cost more.
 */
const SHARDED_PANELS = 64;
const SHARDED_PARAMETERS = 16_384;
/** Fewer samples at a time would add to the gradients too often. */
const SMALLEST_MICRO_PANELS = 32;
/** Rows that a prediction takes at a time; of very wide tables fewer. */
const PREDICTED_ROWS = 4_096;
const PREDICTED_BYTES = 8 * 2 ** 20;
/** Steps of one call: as many coefficients are kept. */
const STEPS_PER_CALL = 1_024;

/** How much of everything a machine holds. They depend on the setup alone: the same on every host and for any threads. */
export interface MachineSizes {
  readonly inputs: number;
  readonly targets: number;
  readonly parameters: number;
  readonly statistics: number;
  /** Bytes of a row of a table, padded to four numbers. */
  readonly inputStride: number;
  readonly targetStride: number;
  readonly batchPanels: number;
  readonly microPanels: number;
  readonly chunkPanels: number;
  /** Panels of a shard, 0 where batches are not cut into shards. */
  readonly shardPanels: number;
  /** Panels of a chunk of a prediction: not bound to the batch, which may have a single row. */
  readonly predictPanels: number;
  /** Chunks of one batch. */
  readonly chunks: number;
  /** Whether one step takes all rows, so that their panels are made once. */
  readonly isStatic: boolean;
  readonly predictedRows: number;
  readonly stepsPerCall: number;
}

/** What a machine for this setup will hold. */
export function machineSizes({ shapes, precision, batchRows, parts }: MachineSetup): MachineSizes {
  const inputs = shapes[0]!.inputs;
  const targets = shapes.at(-1)!.units;
  const bytes = BYTES_PER_NUMBER[precision];
  const stride = (columns: number) => Math.ceil(columns / 4) * 4 * bytes;
  const perPanel = panelBytes(shapes, precision);
  const batchPanels = Math.ceil(Math.min(batchRows, parts.train.rows) / PANEL);
  const cachedPanels = Math.max(1, Math.floor(CHUNK_BYTES / perPanel));
  const chunkPanels = Math.min(batchPanels, cachedPanels);
  const wholePanels = microPanelsOf(batchPanels, chunkPanels, perPanel, shapes.some(needsWholeBatch));
  const isSharded = batchPanels >= SHARDED_PANELS && parameterCount(shapes) <= SHARDED_PARAMETERS;
  const shardPanels =
    isSharded && !shapes.some(needsWholeBatch)
      ? Math.ceil(wholePanels / SHARDS / chunkPanels) * chunkPanels
      : 0;
  const microPanels = shardPanels === 0 ? wholePanels : SHARDS * shardPanels;
  const predictedRows = Math.max(
    PANEL,
    Math.min(PREDICTED_ROWS, Math.floor(PREDICTED_BYTES / stride(inputs))),
  );
  return {
    inputs,
    targets,
    parameters: parameterCount(shapes),
    statistics: shapes.reduce((sum, shape) => sum + (needsWholeBatch(shape) ? 2 * shape.units : 0), 0),
    inputStride: stride(inputs),
    targetStride: stride(targets),
    batchPanels,
    microPanels,
    chunkPanels,
    shardPanels,
    predictPanels: Math.min(Math.ceil(predictedRows / PANEL), cachedPanels),
    chunks: Math.ceil(batchPanels / chunkPanels),
    isStatic: batchRows >= parts.train.rows,
    predictedRows,
    stepsPerCall: STEPS_PER_CALL,
  };
}

function needsWholeBatch({ type }: MachineSetup['shapes'][number]): boolean {
  return type === 'batch-normalization';
}

/** Whole chunks, as many as the second cache takes. */
function microPanelsOf(batch: number, chunk: number, perPanel: number, isWhole: boolean): number {
  const wanted = Math.max(SMALLEST_MICRO_PANELS, Math.floor(MICRO_BYTES / perPanel));
  return isWhole || batch <= wanted ? batch : Math.ceil(wanted / chunk) * chunk;
}
