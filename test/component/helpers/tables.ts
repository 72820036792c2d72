import type { Response } from '@shared/ipc/contract.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { experimentSchema } from '@shared/schema/experiment.ts';

/** A table of flowers whose loss does not suit its target yet. */
export const flowersJson = {
  format: 'ninestep-experiment',
  version: 1,
  name: 'flowers',
  data: {
    source: {
      kind: 'file',
      path: '/tables/flowers.csv',
      format: { type: 'csv' },
      rows: 1_000,
      hash: `sha256:${'0'.repeat(64)}`,
    },
    columns: [
      { name: 'height', type: 'number', role: 'input' },
      { name: 'colour', type: 'category', levels: ['red', 'white'], role: 'input' },
      { name: 'note', type: 'text', role: 'ignored' },
      { name: 'species', type: 'category', levels: ['rose', 'tulip', 'lily'], role: 'target' },
    ],
  },
};

export function flowersExperiment(): Experiment {
  return experimentSchema.parse(flowersJson);
}

export function previewOf({ data }: Experiment): Response<'data:preview'> {
  return {
    rows: { train: 700, validation: 0, test: 290 },
    dropped: 10,
    columns: data.columns.map(({ name, type, role }) => ({
      name,
      type,
      role,
      missing: name === 'colour' ? 10 : 0,
      distinct: 12,
      unreadable: { count: 0, rows: [], example: null },
      numbers:
        type === 'number'
          ? { min: 0, lowerQuartile: 1, median: 2, mean: 2.5, upperQuartile: 3, max: 4, std: 1 }
          : null,
      histogram: type === 'number' ? [1, 2, 3] : null,
      levels: type === 'number' ? null : [{ text: 'red', count: 600 }],
    })),
    fitted: [{ name: 'height', role: 'input', formula: '(x − 2.5) / 1', fill: '2', features: ['height'] }],
    findings: [
      { kind: 'constant', severity: 'note', column: null, message: 'A small thing.', count: 0, rows: [] },
      {
        kind: 'mixed',
        severity: 'error',
        column: 'colour',
        message: 'Something odd.',
        count: 7,
        rows: [41, 42],
      },
    ],
    problem: null,
    dataHash: null,
  };
}
