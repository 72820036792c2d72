import { RUN_STATUSES, type RunRecord } from '@shared/model/run.ts';
import { layersText, learningRateOf } from './run-text.ts';

/** The columns of the history: how each is headed, sorted, and whether it holds numbers. */
export const RUN_COLUMNS = {
  name: { label: 'Name', isNumber: false, key: (run) => run.name.toLowerCase() },
  when: { label: 'When', isNumber: false, key: (run) => run.createdAt },
  status: { label: 'Status', isNumber: false, key: (run) => run.status },
  best: { label: 'Best', isNumber: true, key: (run) => bestLoss(run) ?? NaN },
  train: { label: 'Train loss', isNumber: true, key: (run) => run.last?.train.loss ?? NaN },
  test: { label: 'Test loss', isNumber: true, key: (run) => run.last?.test?.loss ?? NaN },
  time: { label: 'Time', isNumber: true, key: (run) => run.seconds },
  layers: { label: 'Layers', isNumber: false, key: (run) => layersText(run.experiment) },
  optimizer: { label: 'Optimizer', isNumber: false, key: (run) => run.experiment.training.optimizer.type },
  rate: { label: 'Rate', isNumber: true, key: (run) => learningRateOf(run.experiment) ?? NaN },
  batch: { label: 'Batch', isNumber: true, key: (run) => batchKey(run) },
  epochs: { label: 'Epochs', isNumber: true, key: (run) => run.epochsDone },
  precision: { label: 'Precision', isNumber: false, key: (run) => run.experiment.training.precision },
  origin: { label: 'Origin', isNumber: false, key: (run) => run.origin },
} as const satisfies Record<string, RunColumn>;

interface RunColumn {
  readonly label: string;
  readonly isNumber: boolean;
  readonly key: (run: RunRecord) => string | number;
}

export type RunColumnId = keyof typeof RUN_COLUMNS;
export const RUN_COLUMN_IDS = Object.keys(RUN_COLUMNS) as RunColumnId[];

export interface RunOrder {
  readonly column: RunColumnId;
  readonly direction: 'ascending' | 'descending';
}

export const ORIGINS: Record<RunRecord['origin'], string> = {
  window: 'window',
  'command-line': 'command line',
};

/** A full batch is larger than any number. */
function batchKey(run: RunRecord): number {
  const { batchSize } = run.experiment.training;
  return batchSize === 'full' ? Infinity : batchSize;
}

/** The loss by which the best evaluation was chosen: on the validation rows, or on the training rows without any. */
export function bestLoss(run: RunRecord): number | null {
  return run.best === null ? null : (run.best.validation ?? run.best.train).loss;
}

/** The same column again turns the order round; a new one starts with what is usually looked for. */
export function nextOrder(order: RunOrder, column: RunColumnId): RunOrder {
  if (order.column === column) {
    return { column, direction: order.direction === 'ascending' ? 'descending' : 'ascending' };
  }
  return { column, direction: column === 'when' ? 'descending' : 'ascending' };
}

/** Sorted, equal ones newest first; what is no number stands last in either direction. */
export function sortRuns(runs: readonly RunRecord[], order: RunOrder): RunRecord[] {
  const { key } = RUN_COLUMNS[order.column];
  const sign = order.direction === 'ascending' ? 1 : -1;
  const keyed = runs.map((run) => ({ run, value: key(run) }));
  keyed.sort((a, b) => compareKeys(a.value, b.value, sign) || (a.run.createdAt < b.run.createdAt ? 1 : -1));
  return keyed.map(({ run }) => run);
}

function compareKeys(a: string | number, b: string | number, sign: number): number {
  const aMissing = Number.isNaN(a);
  const bMissing = Number.isNaN(b);
  if (aMissing || bMissing) return Number(aMissing) - Number(bMissing);
  if (a === b) return 0;
  return a < b ? -sign : sign;
}

/** Runs in which every word of the filter occurs: in the name, the status or the settings shown. */
export function filterRuns(runs: readonly RunRecord[], filter: string): readonly RunRecord[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return runs;
  return runs.filter((run) => {
    const text = searchText(run);
    return words.every((word) => text.includes(word));
  });
}

function searchText(run: RunRecord): string {
  const { training } = run.experiment;
  return [
    run.name,
    run.experiment.name,
    RUN_STATUSES[run.status],
    layersText(run.experiment),
    training.optimizer.type,
    training.precision,
    ORIGINS[run.origin],
  ]
    .join(' ')
    .toLowerCase();
}
